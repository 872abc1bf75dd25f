"""The tray of one person and session: from the first sight of the icon until the session ends."""

import asyncio
import logging
from collections.abc import Coroutine, Sequence
from typing import Any

from barometer_agent.language import Say
from barometer_agent.tray import menu
from barometer_agent.tray.attendant import Attendant, Service
from barometer_agent.tray.child import Child
from barometer_agent.tray.host import Host, Touched

OFFER_EVERY_SECONDS = 300.0
_MENU_WAITS_SECONDS = 0.5  # the menu opens with what was known, when the service does not answer at once
_log = logging.getLogger(__name__)


async def serve(host: Host, service: Service, command: Sequence[str], say: Say, language: str) -> None:
    """Show the icon until the session ends; at once where this session has one already.

    ``command`` starts the window. Raises NoDesktopError.
    """
    session = Session(host, service, command, say, language)
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

    def __init__(self, host: Host, service: Service, command: Sequence[str], say: Say, language: str) -> None:
        self._host = host
        self._say = say
        window = Child(command, self._look)
        self._attendant = Attendant(service, host, window, say, language, self._told)
        self._tasks: set[asyncio.Task[Any]] = set()

    async def begin(self) -> bool:
        """Show what is there; False where this session has a tray already."""
        touched = Touched(self._answer, self._chosen, self._fresh)
        first = self._say("prompt.title"), self._say("prompt.none"), menu.entries(self._say, 0)
        if not await self._host.begin(*first, touched):
            return False
        self._look()
        self._soon(self._offer_now_and_then())
        return True

    def end(self) -> None:
        """Give up what is under way."""
        for task in self._tasks:
            task.cancel()

    async def _offer_now_and_then(self) -> None:
        while True:
            await asyncio.sleep(OFFER_EVERY_SECONDS)
            self._soon(self._attendant.offer())

    async def _fresh(self) -> None:
        looking = self._soon(self._attendant.look())
        await asyncio.wait([looking], timeout=_MENU_WAITS_SECONDS)

    def _told(self, open_questions: int) -> None:
        self._host.icon.tell(self._say("tray.open" if open_questions else "prompt.none"))
        self._host.icon.draw(menu.entries(self._say, open_questions))

    def _chosen(self, entry: int) -> None:
        self._soon(self._attendant.answer() if entry == menu.ANSWER else self._attendant.about())

    def _answer(self) -> None:
        self._soon(self._attendant.answer())

    def _look(self) -> None:
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
