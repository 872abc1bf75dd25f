"""The place in the panel: taken when there is a panel, and again when it comes back; nobody is asked in between."""

import asyncio
import logging

from dbus_fast.aio import MessageBus

from barometer_agent.tray import session_bus
from barometer_agent.tray.session_bus import RefusedError

WATCHER = "org.kde.StatusNotifierWatcher"
_log = logging.getLogger(__name__)


class Panel:
    """Keeps the item that ``name`` owns in the panel. ``shows``: whether there is a panel that has taken it."""

    def __init__(self, bus: MessageBus, name: str) -> None:
        self.shows = False
        self._bus = bus
        self._name = name
        self._registering: asyncio.Task[None] | None = None

    async def begin(self) -> None:
        """Take the place where there is one now; from here on it follows the panel."""
        if await session_bus.follow(self._bus, WATCHER, self._changed):
            await self._register()

    def _changed(self, present: bool) -> None:
        self.shows = False
        if present:
            self._registering = asyncio.get_running_loop().create_task(self._register())

    async def _register(self) -> None:
        method = f"{WATCHER}.RegisterStatusNotifierItem"
        try:
            await session_bus.call(self._bus, WATCHER, "/StatusNotifierWatcher", method, "s", self._name, start=False)
            self.shows = True
        except RefusedError as error:
            _log.warning("the panel does not take the icon reason=%s", error)
