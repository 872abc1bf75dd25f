"""The desktop of Windows as a host of the tray: the icon in a thread of its own, the tray's loop in the first one."""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from importlib import import_module
from typing import Any

from barometer_agent.tray.host import Host, NoDesktopError, NotShownError, Reaction, Touched
from barometer_agent.tray.menu import Entry
from barometer_agent.tray.windows.notify_icon import Hands, NotifyIcon
from barometer_agent.windows import only_one, sharpness, taskbar

_KIND = "barometer-tray"
_BEGIN_SECONDS = 30.0
_END_SECONDS = 2.0
_OPENING_SECONDS = 1.0  # a menu never waits longer; what it waits for ends sooner
_log = logging.getLogger(__name__)


def run(attend: Callable[[Host], Coroutine[Any, Any, None]]) -> None:
    """Give ``attend`` the desktop of this session, and return when it is done. Raises NoDesktopError."""
    try:
        kit = import_module("pystray")
    except ImportError as error:
        raise NoDesktopError(str(error)) from error
    sharpness.be_sharp()  # the menu is drawn by this process
    asyncio.run(attend(WindowsHost(kit)))


class Item:
    """The icon, as the tray's loop has it."""

    def __init__(self, shown: NotifyIcon, entries: Sequence[Entry], is_there: Callable[[], bool]) -> None:
        self._shown = shown
        self._is_there = is_there
        self.entries = tuple(entries)

    @property
    def shows(self) -> bool:
        """Whether there is a taskbar that has it."""
        return self._is_there()

    def tell(self, tip: str) -> None:
        """What the mouse is told that rests on it."""
        self._shown.tell(tip)

    def draw(self, entries: Sequence[Entry]) -> None:
        """From now on its menu is this; one that is open stays as it is."""
        self.entries = tuple(entries)


class Balloon:
    """Words beside the icon. They have no buttons: a click on them takes an offer, and nothing declines it."""

    def __init__(self, shown: NotifyIcon, is_there: Callable[[], bool]) -> None:
        self._shown = shown
        self._is_there = is_there
        self._heard: asyncio.Queue[bool] | None = None

    async def can_offer(self) -> bool:
        """Where there is a taskbar."""
        return self._is_there()

    async def tell(self, title: str, text: str) -> None:
        """Say something once, in place of what was said before. Raises NotShownError where there is no taskbar."""
        self._say(title, text)

    async def offer(self, title: str, text: str, take: str, decline: str, seconds: float) -> Reaction:  # noqa: ARG002
        """Show it, with ``take`` as its last line, for at most so many seconds. Raises NotShownError as ``tell``."""
        heard = self._heard = asyncio.Queue()
        self._say(title, text, take)
        try:
            async with asyncio.timeout(seconds):
                return Reaction.TAKEN if await heard.get() else Reaction.NONE
        except TimeoutError:
            self._shown.hush()
            return Reaction.NONE
        finally:
            self._heard = None

    def hear(self, clicked: bool) -> None:
        """The words were ``clicked``, or went."""
        if self._heard is not None:
            self._heard.put_nowait(clicked)

    def _say(self, title: str, text: str, last: str = "") -> None:
        if not self._is_there():
            raise NotShownError("this session has no taskbar")
        self._shown.say(title, text, last)


class WindowsHost:
    """``icon`` and ``words`` are there once it has begun. ``kit`` is pystray.

    ``take`` gives this session's only place, and ``is_there`` tells whether there is a taskbar.
    """

    icon: Item
    words: Balloon

    def __init__(
        self,
        kit: Any,
        take: Callable[[str], Callable[[], None] | None] = only_one.taken,
        is_there: Callable[[], bool] = taskbar.is_there,
    ) -> None:
        self._kit = kit
        self._take = take
        self._is_there = is_there
        self._leave: Callable[[], None] | None = None
        self._shown: NotifyIcon | None = None
        self._ready = asyncio.Event()
        self._ended = asyncio.Event()

    async def begin(self, title: str, tip: str, entries: Sequence[Entry], touched: Touched) -> bool:
        """Show the icon; False where this person has one in this session. Raises NoDesktopError."""
        try:
            self._leave = self._take(_KIND)
        except OSError as error:
            raise NoDesktopError(str(error)) from error
        if self._leave is None:
            return False
        shown = self._shown = NotifyIcon(self._kit, title, tip, self._hands(touched))
        self.icon, self.words = Item(shown, entries, self._is_there), Balloon(shown, self._is_there)
        shown.start()
        with suppress(TimeoutError):
            async with asyncio.timeout(_BEGIN_SECONDS):
                await self._ready.wait()
        if self._ended.is_set() or not self._ready.is_set():
            raise NoDesktopError("Windows takes no icon")
        return True

    async def until_the_end(self) -> None:
        """Until Windows ends the session, or somebody asks the icon to close."""
        await self._ended.wait()
        _log.info("the session has ended")

    async def end(self) -> None:
        """Take the icon away, and let another tray have the place."""
        shown, self._shown = self._shown, None
        if shown is not None:
            await asyncio.to_thread(shown.stop, _END_SECONDS)
        leave, self._leave = self._leave, None
        if leave is not None:
            leave()

    def _hands(self, touched: Touched) -> Hands:
        """Each call is carried over to the loop, which may have ended."""
        loop = asyncio.get_running_loop()

        def over(what: Callable[..., None], *told: object) -> None:
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(what, *told)

        def ended() -> None:
            self._ended.set()
            self._ready.set()

        return Hands(
            ready=lambda: over(self._ready.set),
            clicked=lambda: over(touched.clicked),
            chosen=lambda entry: over(touched.chosen, entry),
            fresh=lambda: self._fresh(loop, touched),
            words=lambda clicked: over(self.words.hear, clicked),
            ended=lambda: over(ended),
        )

    def _fresh(self, loop: asyncio.AbstractEventLoop, touched: Touched) -> Sequence[Entry]:
        """What holds now, as the tray says within a moment; in the icon's thread, which waits for it."""

        async def opening() -> None:
            await touched.opening()

        with suppress(TimeoutError, RuntimeError):
            asyncio.run_coroutine_threadsafe(opening(), loop).result(_OPENING_SECONDS)
        return self.icon.entries
