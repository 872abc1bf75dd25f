"""The desktop of Linux and its like."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from dbus_fast import Variant

from barometer_agent.tray import dbus_menu, linux, session_bus, status_item
from barometer_agent.tray.host import Host, NoDesktopError, Touched
from barometer_agent.tray.linux import BusHost
from barometer_agent.tray.menu import Entry
from tests.agent.tray.desk import FakeWatcher, connected, until

ITEM = "org.kde.StatusNotifierItem"
MENU = "com.canonical.dbusmenu"
ENTRIES = (Entry(7, "One"), Entry(8, "Two"))


class Heard:
    """What a person did."""

    def __init__(self) -> None:
        self.all: list[int | str] = []

    async def opening(self) -> None:
        self.all.append("opening")

    def touched(self) -> Touched:
        return Touched(lambda: self.all.append("clicked"), self.all.append, self.opening)


@asynccontextmanager
async def begun(address: str, heard: Heard) -> AsyncIterator[BusHost]:
    host = BusHost(address)
    try:
        assert await host.begin("Barometer", "Nothing is open", ENTRIES, heard.touched())
        yield host
    finally:
        await host.end()


def test_what_a_person_does_with_icon_and_menu_is_heard(bus_address: str) -> None:
    heard = Heard()

    async def run() -> None:
        async with connected(bus_address) as theirs:
            watcher = await FakeWatcher.on(theirs)
            async with begun(bus_address, heard) as host:
                assert host.icon.shows
                (item,) = watcher.items
                await session_bus.call(theirs, item, dbus_menu.PATH, f"{MENU}.AboutToShow", "i", 0)
                event = 8, "clicked", Variant("i", 0), 0
                await session_bus.call(theirs, item, dbus_menu.PATH, f"{MENU}.Event", "isvu", *event)
                await session_bus.call(theirs, item, status_item.PATH, f"{ITEM}.Activate", "ii", 0, 0)

    asyncio.run(run())
    assert heard.all == ["opening", 8, "clicked"]


def test_a_new_tip_and_another_menu_reach_the_panel(bus_address: str) -> None:
    async def run() -> tuple[str, int]:
        async with connected(bus_address) as theirs:
            watcher = await FakeWatcher.on(theirs)
            async with begun(bus_address, Heard()) as host:
                host.icon.tell("A question is open")
                host.icon.draw(ENTRIES[:1])
                get = "org.freedesktop.DBus.Properties.Get"
                asked = status_item.PATH, get, "ss", ITEM, "ToolTip"
                (tip,) = await session_bus.call(theirs, watcher.items[0], *asked)
                layout = dbus_menu.PATH, f"{MENU}.GetLayout", "iias", 0, -1, []
                _revision, (_root, _properties, below) = await session_bus.call(theirs, watcher.items[0], *layout)
                return str(tip.value[3]), len(below)

    assert asyncio.run(run()) == ("A question is open", 1)


def test_without_a_panel_nobody_sees_the_icon(bus_address: str) -> None:
    async def run() -> bool:
        async with begun(bus_address, Heard()) as host:
            return host.icon.shows

    assert asyncio.run(run()) is False


def test_a_second_one_on_the_same_bus_does_not_begin(bus_address: str) -> None:
    async def run() -> bool:
        second = BusHost(bus_address)
        async with begun(bus_address, Heard()):
            try:
                return await second.begin("Barometer", "", ENTRIES, Heard().touched())
            finally:
                await second.end()

    assert asyncio.run(run()) is False


def test_it_ends_when_it_is_told_to(bus_address: str) -> None:
    async def run() -> None:
        async with begun(bus_address, Heard()) as host:
            ending = asyncio.create_task(host.until_the_end())
            await asyncio.sleep(0)
            await host.end()
            await until(ending.done)

    asyncio.run(run())


def test_who_attends_is_given_the_desktop_of_this_session(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/bus")

    async def attend(host: Host) -> None:
        try:
            await host.begin("Barometer", "", ENTRIES, Heard().touched())
        finally:
            await host.until_the_end()
            await host.end()

    with pytest.raises(NoDesktopError):
        linux.run(attend)
