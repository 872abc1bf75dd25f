"""The tray of one person and session: from the first sight of the icon until the session ends."""

import asyncio
import logging
from collections.abc import Coroutine, Sequence
from datetime import UTC, datetime
from typing import Any

from barometer_agent import language
from barometer_agent.link.messages import Questions
from barometer_agent.pages import places
from barometer_agent.tray import menu
from barometer_agent.tray.attendant import Attendant, Service
from barometer_agent.tray.child import Child
from barometer_agent.tray.host import Host, Touched
from barometer_agent.tray.menu import Spoken
from barometer_agent.tray.tongue import Tongue

OFFER_EVERY_SECONDS = 300.0
_MENU_WAITS_SECONDS = 0.5  # the menu opens with what was known, when the service does not answer at once
_log = logging.getLogger(__name__)


async def serve(host: Host, service: Service, command: Sequence[str], own: str) -> None:
    """Show the icon until the session ends; at once where this session has one already.

    ``command`` starts a command of the agent, named by what is added to it; ``own`` is the language of the session.
    Raises NoDesktopError.
    """
    session = Session(host, service, command, own)
    try:
        if not await session.begin():
            _log.info("this session has a tray already")
            return
        await host.until_the_end()
    finally:
        session.end()
        await host.end()


class Session:
    """Puts icon, menu, words and window together on one desktop."""

    def __init__(self, host: Host, service: Service, command: Sequence[str], own: str) -> None:
        self._host = host
        self._tongue = Tongue(own)
        self._spoken = Spoken(language.names(), own)
        self._told: Questions | None = None
        window = Child(command, self._look)
        # Whoever tells something is asked nothing meanwhile: one window at a time.
        self._started = {entry: window if entry == menu.TELL else Child(command) for entry in menu.STARTS}
        self._attendant = Attendant(service, host, window, self._tongue, self._heard)
        self._tasks: set[asyncio.Task[Any]] = set()
        self._is_over = False

    async def begin(self) -> bool:
        """Show what is there; False where this session has a tray already."""
        touched = Touched(self._answer, self._chosen, self._fresh)
        if not await self._host.begin(self._tongue.say("prompt.title"), self._tip(), self._menu(), touched):
            return False
        self._look()
        self._soon(self._offer_now_and_then())
        return True

    def end(self) -> None:
        """Give up what is under way."""
        self._is_over = True
        for task in self._tasks:
            task.cancel()

    async def _offer_now_and_then(self) -> None:
        while True:
            places.sweep(places.everywhere(), _now())  # whoever opened a page may never open another one
            await asyncio.sleep(OFFER_EVERY_SECONDS)
            self._soon(self._attendant.offer())

    async def _fresh(self) -> None:
        looking = self._soon(self._attendant.look())
        await asyncio.wait([looking], timeout=_MENU_WAITS_SECONDS)

    def _heard(self, told: Questions | None) -> None:
        self._told = told
        self._host.icon.tell(self._tip())
        self._host.icon.draw(self._menu())

    def _tip(self) -> str:
        if self._told is None:
            return self._tongue.say("tray.off")
        return self._tongue.say("tray.open" if self._told.questions else "prompt.none")

    def _menu(self) -> tuple[menu.Entry, ...]:
        return menu.entries(self._tongue.say, self._told, _now(), self._spoken)

    def _chosen(self, entry: int) -> None:
        if entry == menu.ANSWER:
            self._answer()
        elif entry in menu.STARTS:
            self._started[entry].open(*menu.STARTS[entry], "--language", self._tongue.code)
        elif self._told is not None and (wanted := menu.wish(entry, self._told, _now(), self._spoken)) is not None:
            self._soon(self._attendant.prefer(wanted, self._told))

    def _answer(self) -> None:
        self._soon(self._attendant.answer())

    def _look(self) -> None:
        if not self._is_over:  # a window may close at the very end, when nothing that begins is ended any more
            self._soon(self._attendant.look())

    def _soon(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return task

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            _log.error("the tray could not do something error=%s", type(error).__name__, exc_info=error)


def _now() -> datetime:
    return datetime.now(UTC)
