"""The desktop of Linux and its like, over the session bus: an icon in a panel, and notifications."""

import asyncio
import logging
import os
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from dbus_fast.aio import MessageBus

from barometer_agent.tray import dbus_menu, session_bus, status_item
from barometer_agent.tray.dbus_menu import DBusMenu
from barometer_agent.tray.host import Host, Touched
from barometer_agent.tray.icon import pixmaps
from barometer_agent.tray.menu import Entry
from barometer_agent.tray.notifications import Notifications
from barometer_agent.tray.panel import Panel
from barometer_agent.tray.status_item import StatusItem

NAME = "barometer.agent.Tray"
_log = logging.getLogger(__name__)


def run(attend: Callable[[Host], Coroutine[Any, Any, None]]) -> None:
    """Give ``attend`` the desktop of this session, and return when it is done. Raises NoDesktopError."""
    asyncio.run(attend(BusHost()))


class Item:
    """The icon with its menu, in a panel where there is one."""

    def __init__(self, panel: Panel, icon: StatusItem, menu: DBusMenu) -> None:
        self._panel = panel
        self._icon = icon
        self._menu = menu

    @property
    def shows(self) -> bool:
        """Whether there is a panel that has taken it."""
        return self._panel.shows

    def tell(self, tip: str) -> None:
        """What the mouse is told that rests on it."""
        self._icon.tell(tip)

    def draw(self, entries: Sequence[Entry]) -> None:
        """From now on its menu is this."""
        self._menu.show(entries)


class BusHost:
    """``address`` is the bus, unless it is the session's own. ``icon`` and ``words`` are there once it has begun."""

    icon: Item
    words: Notifications

    def __init__(self, address: str | None = None) -> None:
        self._address = address
        self._bus: MessageBus | None = None

    async def begin(self, title: str, tip: str, entries: Sequence[Entry], touched: Touched) -> bool:
        """Known on the bus first, then shown; False where this bus knows a tray already. Raises NoBusError."""
        bus = self._bus = await session_bus.connect(self._address)
        if not await session_bus.own(bus, NAME):
            return False
        name = f"org.kde.StatusNotifierItem-{os.getpid()}-1"
        icon, panel = StatusItem(title, tip, pixmaps(), touched.clicked), Panel(bus, name)
        menu = DBusMenu(entries, touched.chosen, touched.opening)
        self.icon, self.words = Item(panel, icon, menu), Notifications(bus)
        bus.export(status_item.PATH, icon)
        bus.export(dbus_menu.PATH, menu)
        await session_bus.own(bus, name)
        await self.words.begin()
        await panel.begin()
        return True

    async def until_the_end(self) -> None:
        """Until the session's bus goes."""
        if self._bus is None:
            return
        try:
            await self._bus.wait_for_disconnect()  # type: ignore[no-untyped-call]
        except (EOFError, OSError):
            _log.info("the session has ended")

    async def end(self) -> None:
        """Leave the bus, where it was found."""
        if self._bus is not None:
            await session_bus.leave(self._bus)
