"""The desktop of macOS as a host of the tray: AppKit in the first thread, the tray's own loop in another."""

import asyncio
import os
import threading
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from barometer_agent.tray.host import Host, Reaction, Touched
from barometer_agent.tray.macos import application, only_one
from barometer_agent.tray.macos.alert import show
from barometer_agent.tray.macos.asking import ESCAPE
from barometer_agent.tray.macos.card import Card, Closed, Press
from barometer_agent.tray.macos.menu_bar import MenuBar
from barometer_agent.tray.macos.target import Hears, target
from barometer_agent.tray.menu import Entry

_TOLD_SECONDS = 30.0
_OPENING_SECONDS = 1.0  # a menu never waits longer; what it waits for ends sooner

Attend = Callable[[Host], Coroutine[Any, Any, None]]
Heard = Callable[[Closed], None]


def run(attend: Attend) -> None:
    """Give ``attend`` the desktop of this session, and return when it is done. Raises NoDesktopError."""
    kit = application.loaded()
    application.dies_at_once()
    serve(kit, attend)


def serve(kit: Any, attend: Attend) -> None:
    """The same with AppKit as ``kit``. Raises what ``attend`` raises."""
    app = application.begun(kit)
    failed: list[Exception] = []

    def loop() -> None:
        try:
            asyncio.run(attend(MacHost(kit)))
        except Exception as error:  # noqa: BLE001 - raised again in the thread that waits for it
            failed.append(error)
        finally:
            application.on_main(kit, lambda: application.stop(kit))

    thread = threading.Thread(target=loop, name="tray", daemon=True)
    thread.start()
    app.run()
    thread.join()
    if failed:
        raise failed[0]


class Item:
    """The icon, as the tray's loop has it: each call is carried over to the first thread."""

    shows = True  # macOS tells nobody which icons a full menu bar hides
    bar: MenuBar  # from the first thread alone

    def __init__(self, kit: Any, entries: Sequence[Entry]) -> None:
        self._kit = kit
        self.entries = tuple(entries)

    def tell(self, tip: str) -> None:
        """What the mouse is told that rests on it."""
        application.on_main(self._kit, lambda: self.bar.tell(tip))

    def draw(self, entries: Sequence[Entry]) -> None:
        """From now on its menu is this."""
        self.entries = tuple(entries)
        application.on_main(self._kit, lambda: self.bar.draw(entries))

    def remove(self) -> None:
        """Take it away. In the first thread, where it was placed before."""
        self.bar.remove()


class Alerts(Hears):
    """Words, in an alert that goes by itself; what nobody asked for takes the keyboard from nobody.

    Notifications are for programs in a bundle of their own that somebody signed.
    """

    def __init__(self, kit: Any) -> None:
        self._kit = kit
        self._target = target(kit, self)
        self._next: tuple[Card, Heard] | None = None
        self._is_open = False

    async def can_offer(self) -> bool:
        """Always."""
        return True

    async def tell(self, title: str, text: str) -> None:
        """Say something once, in place of what was said before; whoever tells goes on at once."""
        self._put(Card(title, text, closes_after=_TOLD_SECONDS), lambda _closed: None)

    async def offer(self, title: str, text: str, take: str, decline: str, seconds: float) -> Reaction:
        """Show it with two buttons for at most so many seconds, and return what became of it."""
        loop = asyncio.get_running_loop()
        done: asyncio.Future[Reaction] = loop.create_future()

        def heard(closed: Closed) -> None:
            reaction = Reaction(closed.gave) if isinstance(closed.gave, str) else Reaction.NONE
            _soon(loop, lambda: None if done.done() else done.set_result(reaction))

        exits = Press(Reaction.TAKEN.value, take), Press(Reaction.DECLINED.value, decline, key=ESCAPE)
        self._put(Card(title, text, (), exits, closes_after=seconds, takes_focus=False), heard)
        return await done

    def elapsed(self, name: str) -> None:  # noqa: ARG002 - it has one timer
        """Show what is to be told, until nothing is; what is shown already makes room for it."""
        if self._is_open:
            self._kit.NSApplication.sharedApplication().abortModal()
            return
        while self._next is not None:
            (card, heard), self._next, self._is_open = self._next, None, True
            try:
                heard(show(self._kit, card))
            finally:
                self._is_open = False

    def _put(self, card: Card, heard: Heard) -> None:
        def put() -> None:
            if self._next is not None:
                self._next[1](Closed())  # nobody has seen it, and nobody will
            self._next = card, heard
            application.timer(self._kit, self._target, "tell", 0.0)

        application.on_main(self._kit, put)


class MacHost:
    """``icon`` and ``words`` are there once it has begun. The lock lies in ``folder``: the person's own if None."""

    icon: Item
    words: Alerts

    def __init__(self, kit: Any, folder: Path | None = None) -> None:
        self._kit = kit
        self._folder = folder
        self._lock: int | None = None

    async def begin(self, title: str, tip: str, entries: Sequence[Entry], touched: Touched) -> bool:
        """Show the icon; False where this person has one already."""
        self._lock = only_one.taken(self._folder)
        if self._lock is None:
            return False
        loop = asyncio.get_running_loop()
        placed = asyncio.Event()
        self.icon, self.words = Item(self._kit, entries), Alerts(self._kit)

        def chosen(entry: int) -> None:
            _soon(loop, lambda: touched.chosen(entry))

        def place() -> None:
            bar = self.icon.bar = MenuBar(self._kit, title, lambda: self._fresh(loop, touched), chosen)
            bar.tell(tip)
            bar.draw(entries)
            _soon(loop, placed.set)

        application.on_main(self._kit, place)
        await placed.wait()
        return True

    async def until_the_end(self) -> None:
        """For ever: macOS ends the process with the session."""
        await asyncio.Event().wait()

    async def end(self) -> None:
        """Take the icon away, and let another tray have the place."""
        if self._lock is None:
            return
        application.on_main(self._kit, self.icon.remove)
        os.close(self._lock)
        self._lock = None

    def _fresh(self, loop: asyncio.AbstractEventLoop, touched: Touched) -> Sequence[Entry]:
        """What holds now, as the tray says within a moment; in the first thread, which waits for it."""

        async def opening() -> None:
            await touched.opening()

        with suppress(TimeoutError):
            asyncio.run_coroutine_threadsafe(opening(), loop).result(_OPENING_SECONDS)
        return self.icon.entries


def _soon(loop: asyncio.AbstractEventLoop, work: Callable[[], None]) -> None:
    """In the tray's own thread, unless the tray has just ended."""
    with suppress(RuntimeError):
        loop.call_soon_threadsafe(work)
