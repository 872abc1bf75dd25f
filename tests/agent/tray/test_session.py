"""The tray of one person and session."""

import asyncio
import os
import sys
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import msgspec
import pytest
from dbus_fast import Variant
from dbus_fast.aio import MessageBus

from barometer_agent.link.messages import Prefer, Questions, Way
from barometer_agent.spool.preferences import Preferences
from barometer_agent.tray import dbus_menu, menu, session, session_bus, status_item
from barometer_agent.tray.attendant import Service
from barometer_agent.tray.linux import BusHost
from barometer_agent.tray.session_bus import NoBusError
from barometer_shared.questions import OpenQuestion
from tests.agent.sources.linux import real_bus
from tests.agent.tray.desk import FakeNotifications, FakeWatcher, connected, until

ITEM = "org.kde.StatusNotifierItem"
MENU = "com.canonical.dbusmenu"
WAIT = "import sys; open(sys.argv[1], 'rb', 0).close(); print(sys.argv[3], file=open(sys.argv[2], 'a'))"
SAY = "import sys; open(sys.argv[1], 'a').write(' '.join(sys.argv[2:]) + ';')"


class Asked:
    """A service for whom these are open, and that keeps what is chosen."""

    def __init__(self, *questions: OpenQuestion) -> None:
        self.questions = list(questions)
        self.kept = Preferences()

    def service(self) -> Service:
        return Service(self.told, lambda told: told.questions[0], lambda *_what: None, self.prefer)

    def told(self, _way: Way | None = None) -> Questions:
        return Questions(self.questions, [], preferences=self.kept)

    def prefer(self, wanted: Prefer) -> Preferences:
        chosen = {name: value for name, value in msgspec.structs.asdict(wanted).items() if value is not None}
        self.kept = msgspec.structs.replace(self.kept, **chosen)
        return self.kept


def tray(address: str, asked: Asked, said: Path) -> asyncio.Task[None]:
    command = [sys.executable, "-c", SAY, str(said)]
    return asyncio.create_task(session.serve(BusHost(address), asked.service(), command, "en"))


@asynccontextmanager
async def on_desk(address: str, asked: Asked, said: Path) -> AsyncIterator[tuple[MessageBus, str, FakeNotifications]]:
    """A tray in a panel: the panel's connection, the name of the icon, and who shows notifications."""
    async with connected(address) as bus:
        watcher, shower = await FakeWatcher.on(bus), await FakeNotifications.on(bus, "actions")
        running = tray(address, asked, said)
        await until(lambda: watcher.items)
        yield bus, watcher.items[0], shower
        running.cancel()
        await asyncio.wait([running])


async def tip(bus: MessageBus, item: str) -> str:
    get = "org.freedesktop.DBus.Properties.Get"
    (told,) = await session_bus.call(bus, item, status_item.PATH, get, "ss", ITEM, "ToolTip")
    return str(told.value[3])


async def choose(bus: MessageBus, item: str, entry: int) -> None:
    body = entry, "clicked", Variant("i", 0), 0
    await session_bus.call(bus, item, dbus_menu.PATH, f"{MENU}.Event", "isvu", *body)


def test_a_page_of_yesterday_is_deleted(bus_address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    old, new = (tmp_path / "barometer-pages" / name for name in ("sent.html", "score.html"))
    old.parent.mkdir()
    old.touch()
    new.touch()
    os.utime(old, (0, 0))

    async def run() -> None:
        async with on_desk(bus_address, Asked(), tmp_path / "said"):
            await until(lambda: not old.exists())

    asyncio.run(run())
    assert new.exists()


def test_a_click_on_the_icon_and_the_menus_first_line_open_the_question(
    bus_address: str, pulse: OpenQuestion, tmp_path: Path
) -> None:
    said = tmp_path / "said"

    async def run() -> None:
        async with on_desk(bus_address, Asked(pulse), said) as (bus, item, _shower):
            await session_bus.call(bus, item, status_item.PATH, f"{ITEM}.Activate", "ii", 0, 0)
            await until(said.exists)
            assert await tip(bus, item) == "A question is open for you."
            while said.read_text().count(";") < 2:  # the first window may not have ended
                await choose(bus, item, menu.ANSWER)

    asyncio.run(run())
    assert said.read_text().startswith("ask --campaign pulse ")


def test_without_a_service_the_icon_says_so(bus_address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = Asked()
    monkeypatch.setattr(asked, "told", lambda _way: None)

    async def run() -> str:
        async with on_desk(bus_address, asked, tmp_path / "said") as (bus, item, _shower):
            await session_bus.call(bus, item, dbus_menu.PATH, f"{MENU}.AboutToShow", "i", 0)
            assert (await lines(bus, item))[menu.OFF]["enabled"] is False
            return await tip(bus, item)

    assert asyncio.run(run()) == "Barometer is not running just now"


def test_what_is_open_is_asked_when_the_menu_opens(bus_address: str, pulse: OpenQuestion, tmp_path: Path) -> None:
    asked = Asked()

    async def run() -> list[Any]:
        async with on_desk(bus_address, asked, tmp_path / "said") as (bus, item, _shower):
            asked.questions = [pulse]
            shown = await session_bus.call(bus, item, dbus_menu.PATH, f"{MENU}.AboutToShow", "i", 0)
            return [*shown, await tip(bus, item)]

    assert asyncio.run(run()) == [True, "A question is open for you."]


def test_the_menu_opens_with_what_was_known_where_the_service_does_not_answer(
    bus_address: str, pulse: OpenQuestion, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, answers = Asked(pulse), threading.Event()
    told = asked.told

    def late(_way: Way | None = None) -> Questions:
        assert answers.wait(60)
        return told()

    monkeypatch.setattr(asked, "told", late)

    async def run() -> None:
        async with on_desk(bus_address, asked, tmp_path / "said") as (bus, item, _shower):
            try:
                async with asyncio.timeout(10):
                    await session_bus.call(bus, item, dbus_menu.PATH, f"{MENU}.AboutToShow", "i", 0)
                assert await tip(bus, item) == "Barometer is not running just now"
            finally:
                answers.set()

    asyncio.run(run())


async def lines(bus: MessageBus, item: str) -> dict[int, dict[str, Any]]:
    """Every line of the menu with what the panel is told of it."""
    (groups,) = await session_bus.call(bus, item, dbus_menu.PATH, f"{MENU}.GetGroupProperties", "aias", [], [])
    return {one: {name: told.value for name, told in properties.items()} for one, properties in groups}


def test_a_choice_in_the_menu_is_kept_and_has_its_tick_at_once(bus_address: str, tmp_path: Path) -> None:
    asked = Asked()

    async def run() -> None:
        async with on_desk(bus_address, asked, tmp_path / "said") as (bus, item, _shower):
            await session_bus.call(bus, item, dbus_menu.PATH, f"{MENU}.AboutToShow", "i", 0)
            for ticked in (1, 0):
                told: list[Any] = []
                await session_bus.listen(bus, item, MENU, told.append)
                await choose(bus, item, menu.NEVER)
                await until(lambda: told)  # noqa: B023 - awaited in this turn
                assert (await lines(bus, item))[menu.NEVER]["toggle-state"] == ticked
                assert asked.kept.never == bool(ticked)

    asyncio.run(run())


def test_a_language_that_is_chosen_holds_at_once(bus_address: str, pulse: OpenQuestion, tmp_path: Path) -> None:
    said = tmp_path / "said"

    async def run() -> None:
        async with on_desk(bus_address, Asked(pulse), said) as (bus, item, _shower):
            await session_bus.call(bus, item, dbus_menu.PATH, f"{MENU}.AboutToShow", "i", 0)
            before = await lines(bus, item)
            (dutch,) = [one for one, told in before.items() if told.get("label") == "Nederlands"]
            told: list[Any] = []
            await session_bus.listen(bus, item, MENU, told.append)
            await choose(bus, item, dutch)
            await until(lambda: told)
            assert (await lines(bus, item))[menu.ANSWER]["label"] == "Beantwoord de vraag"
            await choose(bus, item, menu.ANSWER)
            await until(lambda: said.exists() and said.read_text())
            assert await tip(bus, item) == "Er staat een vraag voor je open."

    asyncio.run(run())
    assert "--language nl" in said.read_text()


@pytest.mark.parametrize(("entry", "command"), menu.STARTS.items())
def test_a_page_is_shown_in_the_language_of_the_menu(
    bus_address: str, tmp_path: Path, entry: int, command: tuple[str, str]
) -> None:
    said = tmp_path / "said"

    async def run() -> None:
        async with on_desk(bus_address, Asked(), said) as (bus, item, _shower):
            await session_bus.call(bus, item, dbus_menu.PATH, f"{MENU}.AboutToShow", "i", 0)
            await choose(bus, item, entry)
            await until(lambda: said.exists() and said.read_text())

    asyncio.run(run())
    assert said.read_text() == f"{' '.join(command)} --language en;"


def test_a_question_that_is_due_comes_by_itself(
    bus_address: str, pulse: OpenQuestion, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "OFFER_EVERY_SECONDS", 0.01)
    said = tmp_path / "said"

    async def run() -> None:
        async with on_desk(bus_address, Asked(pulse), said):
            await until(said.exists)
            await until(said.read_text)

    asyncio.run(run())
    assert said.read_text().startswith("ask --offer --campaign pulse ")


def test_without_a_panel_a_notification_opens_the_question(
    bus_address: str, pulse: OpenQuestion, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "OFFER_EVERY_SECONDS", 0.01)
    said = tmp_path / "said"

    async def run() -> None:
        async with connected(bus_address) as theirs:
            shower = await FakeNotifications.on(theirs, "actions")
            running = tray(bus_address, Asked(pulse), said)
            await until(lambda: shower.shown)
            shower.press(1, "default")
            await until(lambda: said.exists() and said.read_text())
            running.cancel()
            await asyncio.wait([running])
            assert shower.shown[0][0] == "The IT service desk asks"

    asyncio.run(run())
    assert said.read_text().startswith("ask --campaign pulse ")


def test_what_fails_once_is_logged_and_tried_again(
    bus_address: str, pulse: OpenQuestion, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    monkeypatch.setattr(session, "OFFER_EVERY_SECONDS", 0.01)
    asked, tries = Asked(pulse), []

    def due(told: Questions) -> OpenQuestion:
        tries.append(told)
        raise ValueError("as nobody expected")

    monkeypatch.setattr(asked, "service", lambda: Service(asked.told, due, lambda *_what: None, asked.prefer))

    async def run() -> None:
        async with on_desk(bus_address, asked, tmp_path / "said"):
            await until(lambda: len(tries) > 1)

    asyncio.run(run())
    assert "error=ValueError" in caplog.text


def test_a_second_one_in_a_session_ends_at_once(bus_address: str, tmp_path: Path) -> None:
    async def run() -> bool:
        async with on_desk(bus_address, Asked(), tmp_path / "said") as (bus, item, _shower):
            await asyncio.wait_for(tray(bus_address, Asked(), tmp_path / "said"), 20)
            return await tip(bus, item) == "No question is open for you."

    assert asyncio.run(run())


def test_a_window_that_closes_at_the_very_end_begins_nothing(bus_address: str) -> None:
    async def run() -> None:
        host = BusHost(bus_address)
        made = session.Session(host, Asked().service(), [sys.executable, "-c", ""], "en")
        await made.begin()
        made.end()
        under_way = set(made._tasks)
        made._look()
        assert made._tasks == under_way
        await host.end()

    asyncio.run(run())


@pytest.mark.parametrize(("entry", "commands"), [(menu.TELL, ["tell"]), (menu.SENT, ["ask", "sent"])])
def test_whoever_tells_something_is_asked_nothing_meanwhile(
    bus_address: str, pulse: OpenQuestion, tmp_path: Path, entry: int, commands: list[str]
) -> None:
    ends, said = tmp_path / "ends", tmp_path / "said"
    os.mkfifo(ends)

    async def run() -> None:
        host = BusHost(bus_address)
        command = [sys.executable, "-c", WAIT, str(ends), str(said)]
        made = session.Session(host, Asked(pulse).service(), command, "en")
        await made.begin()
        made._chosen(entry)
        before = set(made._tasks)
        made._chosen(menu.ANSWER)
        (answering,) = made._tasks - before
        await asyncio.wait_for(answering, 20)
        made.end()
        with ends.open("r+b", buffering=0):  # both of its ends: nothing waits for the other
            for child in (made._attendant._window, made._started[entry]):
                await asyncio.wait_for(child.closed(), 20)
        await host.end()

    asyncio.run(run())
    assert sorted(said.read_text().split()) == commands


def test_it_ends_with_the_session(short_dir: Path, tmp_path: Path) -> None:
    async def run() -> None:
        with real_bus.running(short_dir) as bus:
            async with connected(bus.address) as theirs:
                watcher = await FakeWatcher.on(theirs)
                running = tray(bus.address, Asked(), tmp_path / "said")
                await until(lambda: watcher.items)
        await asyncio.wait_for(running, 20)

    asyncio.run(run())


def test_without_a_session_that_is_said(tmp_path: Path) -> None:
    async def run() -> None:
        await tray("unix:path=/nowhere/bus", Asked(), tmp_path / "said")

    with pytest.raises(NoBusError):
        asyncio.run(run())
