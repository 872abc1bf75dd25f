"""The tray of one person and session: from the first connection to the bus until the bus ends."""

import asyncio
import logging
import os
from collections.abc import Coroutine, Sequence
from typing import Any

from dbus_fast.aio import MessageBus

from barometer_agent.language import Say
from barometer_agent.tray import dbus_menu, menu, session_bus, status_item
from barometer_agent.tray.attendant import Attendant, Service
from barometer_agent.tray.child import Child
from barometer_agent.tray.dbus_menu import DBusMenu
from barometer_agent.tray.icon import pixmaps
from barometer_agent.tray.notifications import Notifications
from barometer_agent.tray.panel import Panel
from barometer_agent.tray.status_item import StatusItem

NAME = "barometer.agent.Tray"
OFFER_EVERY_SECONDS = 300.0
_MENU_WAITS_SECONDS = 0.5  # the menu opens with what was known, when the service does not answer at once
_log = logging.getLogger(__name__)


async def serve(service: Service, command: Sequence[str], say: Say, language: str, address: str | None = None) -> None:
    """Show the icon until the session ends; at once where this session has one already.

    ``command`` starts the window; ``address`` is the bus, unless it is the session's own. Raises NoBusError.
    """
    bus = await session_bus.connect(address)
    try:
        if not await session_bus.own(bus, NAME):
            _log.info("this session has a tray already")
            return
        session = Session(bus, service, command, say, language)
        await session.begin()
        await session.until_the_end()
    finally:
        await session_bus.leave(bus)


class Session:
    """Puts icon, menu, notifications and window together on one bus."""

    def __init__(self, bus: MessageBus, service: Service, command: Sequence[str], say: Say, language: str) -> None:
        self._bus = bus
        self._say = say
        self._name = f"org.kde.StatusNotifierItem-{os.getpid()}-1"
        self._panel = Panel(bus, self._name)
        self._notifications = Notifications(bus)
        window = Child(command, self._look)
        self._attendant = Attendant(service, self._panel, self._notifications, window, say, language, self._told)
        self._item = StatusItem(say("prompt.title"), say("prompt.none"), pixmaps(), self._answer)
        self._menu = DBusMenu(menu.entries(say, 0), self._chosen, self._fresh)
        self._tasks: set[asyncio.Task[Any]] = set()

    async def begin(self) -> None:
        """Known on the bus first, then shown."""
        self._bus.export(status_item.PATH, self._item)
        self._bus.export(dbus_menu.PATH, self._menu)
        await session_bus.own(self._bus, self._name)
        await self._notifications.begin()
        await self._panel.begin()
        self._look()
        self._soon(self._offer_now_and_then())

    async def until_the_end(self) -> None:
        """Until the session's bus goes; what is under way then is given up."""
        try:
            await self._bus.wait_for_disconnect()  # type: ignore[no-untyped-call]
        except (EOFError, OSError):
            _log.info("the session has ended")
        finally:
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
        self._item.tell(self._say("tray.open" if open_questions else "prompt.none"))
        self._menu.show(menu.entries(self._say, open_questions))

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
