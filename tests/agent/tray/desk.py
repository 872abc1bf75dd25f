"""Who else is on a session bus: a panel, somebody who shows notifications, and somebody who asks."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Annotated, Any

from dbus_fast import PropertyAccess, Variant
from dbus_fast.aio import MessageBus
from dbus_fast.annotations import DBusBool, DBusDict, DBusInt32, DBusSignature, DBusStr, DBusUInt32
from dbus_fast.service import ServiceInterface, dbus_method, dbus_property, dbus_signal

from barometer_agent.tray import session_bus

SECONDS = 20
Texts = Annotated[list[str], DBusSignature("as")]
Two = Annotated[tuple[int, Any], DBusSignature("us")]
Ended = Annotated[tuple[int, int], DBusSignature("uu")]


@asynccontextmanager
async def connected(address: str) -> AsyncIterator[MessageBus]:
    """A connection to the bus, which is left within a bounded time whatever happens."""
    bus = await session_bus.connect(address)
    try:
        async with asyncio.timeout(SECONDS):
            yield bus
    finally:
        await session_bus.leave(bus)


async def until(condition: Callable[[], Any]) -> None:
    """Until it is true; what is awaited here has no event of its own."""
    async with asyncio.timeout(SECONDS):
        while not condition():  # noqa: ASYNC110 - looks at what other processes and threads do
            await asyncio.sleep(0.005)


class FakeWatcher(ServiceInterface):
    """A panel that remembers which items it was given."""

    def __init__(self) -> None:
        super().__init__("org.kde.StatusNotifierWatcher")
        self.items: list[str] = []

    @classmethod
    async def on(cls, bus: MessageBus) -> "FakeWatcher":
        made = cls()
        bus.export("/StatusNotifierWatcher", made)
        await bus.request_name("org.kde.StatusNotifierWatcher")
        return made

    @dbus_method("RegisterStatusNotifierItem")
    def register(self, service: DBusStr) -> None:
        self.items.append(service)

    @dbus_property(PropertyAccess.READ, "IsStatusNotifierHostRegistered")
    def is_registered(self) -> DBusBool:
        return True


class FakeNotifications(ServiceInterface):
    """Remembers what was to be shown; ``can`` is what it says of itself."""

    def __init__(self, can: list[str]) -> None:
        super().__init__("org.freedesktop.Notifications")
        self.can = can
        self.shown: list[tuple[str, str, list[str]]] = []
        self.replaced: list[int] = []
        self.hints: list[dict[str, Variant]] = []
        self.shown_ms: list[int] = []
        self.closed: list[int] = []

    @classmethod
    async def on(cls, bus: MessageBus, *can: str) -> "FakeNotifications":
        made = cls(list(can))
        bus.export("/org/freedesktop/Notifications", made)
        await bus.request_name("org.freedesktop.Notifications")
        return made

    @dbus_method("GetCapabilities")
    def capabilities(self) -> Texts:
        return self.can

    @dbus_method("Notify")
    def notify(
        self,
        _application: DBusStr,
        replaces: DBusUInt32,
        _icon: DBusStr,
        title: DBusStr,
        body: DBusStr,
        actions: Texts,
        hints: DBusDict,
        shown_ms: DBusInt32,
    ) -> DBusUInt32:
        self.shown.append((title, body, actions))
        self.replaced.append(replaces)
        self.hints.append(hints)
        self.shown_ms.append(shown_ms)
        return replaces or len(self.shown)

    @dbus_method("CloseNotification")
    def close(self, number: DBusUInt32) -> None:
        self.closed.append(number)

    @dbus_signal("ActionInvoked")
    def press(self, number: int, action: str) -> Two:
        """As a person who presses a button."""
        return number, action

    @dbus_signal("NotificationClosed")
    def end(self, number: int, why: int) -> Ended:
        """Why: 1 it was shown long enough, 2 a person closed it."""
        return number, why
