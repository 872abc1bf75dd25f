"""The desktop of Windows as a host of the tray; on a Windows of Wine it is shown in tests/windows/test_tray.py."""

import asyncio
import inspect
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from barometer_agent.tray.host import Host, Icon, NoDesktopError, NotShownError, Reaction, Touched, Words
from barometer_agent.tray.menu import Entry
from barometer_agent.tray.windows import desktop
from barometer_agent.tray.windows.desktop import Balloon, Item, WindowsHost
from tests.agent.tray.desk import until
from tests.agent.tray.windows.conftest import (
    CLOSE,
    LEFT_UP,
    NOTIFIED,
    RIGHT_UP,
    WORDS_CLICKED,
    WORDS_GONE,
    FakeIcon,
    FakeKit,
)

BEFORE, AFTER = (Entry(1, "Nothing"),), (Entry(1, "Answer"), Entry(2, "About"))


class Session:
    """What of Windows is one for each session, and what a person did in it."""

    def __init__(self) -> None:
        self.taken = False
        self.taskbar = True
        self.done: list[Any] = []
        self.menu: tuple[Entry, ...] = BEFORE
        self.host: WindowsHost

    def take(self, _kind: str) -> Callable[[], None] | None:
        if self.taken:
            return None
        self.taken = True
        return lambda: setattr(self, "taken", False)

    async def opening(self) -> None:
        self.host.icon.draw(self.menu)

    def on(self, kit: FakeKit) -> WindowsHost:
        self.host = WindowsHost(kit, self.take, lambda: self.taskbar)
        return self.host

    async def begin(self, host: WindowsHost) -> bool:
        touched = Touched(lambda: self.done.append("clicked"), self.done.append, self.opening)
        return await host.begin("Barometer", "Nothing is open", BEFORE, touched)


@asynccontextmanager
async def begun(kit: FakeKit, session: Session) -> AsyncIterator[tuple[WindowsHost, FakeIcon]]:
    host = session.on(kit)
    try:
        assert await session.begin(host)
        yield host, kit.icons[0]
    finally:
        await host.end()


@pytest.mark.parametrize(("lent", "by"), [(Host, WindowsHost), (Icon, Item), (Words, Balloon)])
def test_it_lends_all_that_the_tray_takes(lent: type, by: type) -> None:
    for name, asked in inspect.getmembers(lent, inspect.isfunction):
        if not name.startswith("_"):
            assert list(inspect.signature(getattr(by, name)).parameters) == list(inspect.signature(asked).parameters)


def test_what_is_done_with_the_icon_arrives_in_the_loop(kit: FakeKit) -> None:
    session = Session()

    async def run() -> None:
        async with begun(kit, session) as (host, icon):
            await asyncio.to_thread(icon.send, NOTIFIED, 0, LEFT_UP)
            session.menu = AFTER
            await asyncio.to_thread(icon.send, NOTIFIED, 0, RIGHT_UP)
            assert icon.opened[0].told() == ["Answer", "About"]
            await asyncio.to_thread(icon.opened[0].items[1].action)
            await until(lambda: len(session.done) == 2)
            assert host.icon.shows

    asyncio.run(run())
    assert session.done == ["clicked", 2]


def test_a_menu_opens_with_what_was_known_when_nobody_answers_in_time(
    kit: FakeKit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desktop, "_OPENING_SECONDS", 0.01)
    session = Session()

    async def never() -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(session, "opening", never)

    async def run() -> list[Any]:
        async with begun(kit, session) as (_host, icon):
            await asyncio.to_thread(icon.send, NOTIFIED, 0, RIGHT_UP)
            return icon.opened[0].told()

    assert asyncio.run(run()) == ["Nothing"]


def test_a_second_one_in_a_session_does_not_begin_and_leaves_the_first_its_place(kit: FakeKit) -> None:
    session = Session()

    async def run() -> None:
        async with begun(kit, session):
            second = WindowsHost(kit, session.take, lambda: True)
            assert not await session.begin(second)
            await second.end()
            assert session.taken

    asyncio.run(run())
    assert not session.taken
    assert len(kit.icons) == 1


def test_it_ends_when_windows_asks_the_icon_to_close(kit: FakeKit) -> None:
    async def run() -> None:
        async with begun(kit, Session()) as (host, icon):
            ending = asyncio.create_task(host.until_the_end())
            await asyncio.sleep(0)
            assert not ending.done()
            icon.send(CLOSE)
            await until(ending.done)

    asyncio.run(run())


def test_words_are_said_where_there_is_a_taskbar(kit: FakeKit) -> None:
    session = Session()

    async def run() -> None:
        async with begun(kit, session) as (host, icon):
            await host.words.tell("About", "What it is.")
            assert icon.said[-1]["szInfo"] == "What it is."
            session.taskbar = False
            assert not host.icon.shows
            with pytest.raises(NotShownError, match="taskbar"):
                await host.words.tell("About", "What it is.")

    asyncio.run(run())


@pytest.mark.parametrize(("how", "reaction"), [(WORDS_CLICKED, Reaction.TAKEN), (WORDS_GONE, Reaction.NONE)])
def test_a_click_on_words_takes_what_they_offer(kit: FakeKit, how: int, reaction: Reaction) -> None:
    async def run() -> Reaction:
        async with begun(kit, Session()) as (host, icon):
            assert await host.words.can_offer()
            icon.send(NOTIFIED, 0, WORDS_CLICKED)  # on what was told before: nobody waits for it
            offering = asyncio.create_task(host.words.offer("IT asks", "How?", "Answer", "Not now", 20.0))
            await until(lambda: icon.said)
            assert icon.said[-1]["szInfo"] == "How?\nAnswer"
            await asyncio.to_thread(icon.send, NOTIFIED, 0, how)
            return await offering

    assert asyncio.run(run()) is reaction


def test_an_offer_that_nobody_touches_is_taken_back(kit: FakeKit) -> None:
    async def run() -> None:
        async with begun(kit, Session()) as (host, icon):
            assert await host.words.offer("IT asks", "How?", "Answer", "Not now", 0.01) is Reaction.NONE
            assert icon.said[-1] == {"szInfo": ""}

    asyncio.run(run())


def test_without_a_taskbar_nothing_is_offered(kit: FakeKit) -> None:
    session = Session()
    session.taskbar = False

    async def run() -> None:
        async with begun(kit, session) as (host, _icon):
            assert not await host.words.can_offer()
            with pytest.raises(NotShownError, match="taskbar"):
                await host.words.offer("", "", "", "", 1.0)

    asyncio.run(run())


def test_where_windows_takes_no_icon_that_is_said_and_the_place_given_back(kit: FakeKit) -> None:
    kit.broken = True
    session = Session()

    async def run() -> None:
        host = session.on(kit)
        try:
            await session.begin(host)
        finally:
            await host.end()

    with pytest.raises(NoDesktopError, match="takes no icon"):
        asyncio.run(run())
    assert not session.taken


def test_where_windows_refuses_the_place_that_is_said(kit: FakeKit) -> None:
    def refused(_kind: str) -> None:
        raise OSError(1, "refused")

    async def run() -> None:
        await Session().begin(WindowsHost(kit, refused, lambda: True))

    with pytest.raises(NoDesktopError, match="refused"):
        asyncio.run(run())


def test_without_what_draws_it_there_is_no_desktop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pystray", None)

    async def attend(_host: Host) -> None:
        raise AssertionError("it began")

    with pytest.raises(NoDesktopError, match="pystray"):
        desktop.run(attend)
