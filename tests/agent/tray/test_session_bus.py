"""The session bus."""

import asyncio

import pytest

from barometer_agent.tray import session_bus
from barometer_agent.tray.session_bus import NoBusError, RefusedError
from tests.agent.tray.desk import FakeNotifications, connected, until

NAME = "barometer.agent.Test"


def test_where_there_is_no_bus_that_is_said() -> None:
    with pytest.raises(NoBusError):
        asyncio.run(session_bus.connect("unix:path=/nowhere/bus"))


def test_where_no_bus_is_named_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DBUS_SESSION_BUS_ADDRESS", "DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(NoBusError):
        asyncio.run(session_bus.connect())


def test_a_name_is_owned_by_one(bus_address: str) -> None:
    async def run() -> list[bool]:
        async with connected(bus_address) as first, connected(bus_address) as second:
            return [await session_bus.own(bus, NAME) for bus in (first, second, first)]

    assert asyncio.run(run()) == [True, False, True]


def test_whose_name_comes_and_goes_is_told(bus_address: str) -> None:
    told: list[bool] = []

    async def run() -> bool:
        async with connected(bus_address) as ours, connected(bus_address) as theirs:
            present = await session_bus.follow(ours, NAME, told.append)
            await session_bus.own(theirs, "barometer.agent.Another")
            await session_bus.own(theirs, NAME)
            await theirs.release_name(NAME)
            await until(lambda: len(told) == 2)
            return present

    assert asyncio.run(run()) is False
    assert told == [True, False]


def test_who_is_there_already_is_told_at_once(bus_address: str) -> None:
    async def run() -> bool:
        async with connected(bus_address) as ours, connected(bus_address) as theirs:
            await session_bus.own(theirs, NAME)
            return await session_bus.follow(ours, NAME, lambda _present: None)

    assert asyncio.run(run()) is True


def test_a_service_answers_or_it_is_said_who_did_not(bus_address: str) -> None:
    async def run() -> list[object]:
        async with connected(bus_address) as ours, connected(bus_address) as theirs:
            await FakeNotifications.on(theirs, "actions")
            name, path = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"
            told = await session_bus.call(ours, name, path, f"{name}.GetCapabilities")
            with pytest.raises(RefusedError, match=r"org\.freedesktop\.Notifications: org\.freedesktop"):
                await session_bus.call(ours, name, path, f"{name}.Nonsense")
            with pytest.raises(RefusedError, match=NAME):
                await session_bus.call(ours, NAME, "/", f"{NAME}.Ask", start=False)
            return told

    assert asyncio.run(run()) == [["actions"]]


def test_nobody_is_waited_for_without_end(bus_address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> None:
        async with connected(bus_address) as ours, connected(bus_address) as theirs:
            theirs.add_message_handler(lambda message: message.member == "Ask")  # taken, and never answered
            monkeypatch.setattr(session_bus, "PATIENCE_SECONDS", 0.05)
            with pytest.raises(RefusedError, match="no answer"):
                await session_bus.call(ours, str(theirs.unique_name), "/", f"{NAME}.Ask")

    asyncio.run(run())


def test_a_connection_that_has_ended_refuses(bus_address: str) -> None:
    async def run() -> None:
        bus = await session_bus.connect(bus_address)
        await session_bus.leave(bus)
        with pytest.raises(RefusedError):
            await session_bus.call(bus, NAME, "/", f"{NAME}.Ask")

    asyncio.run(run())
