"""The person's session bus: a connection that ends with the session, and asking others on it."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from dbus_fast import BusType, Message, MessageFlag, MessageType, NameFlag, RequestNameReply
from dbus_fast.aio import MessageBus

from barometer_agent.tray.host import NoDesktopError, NotShownError

PATIENCE_SECONDS = 10.0
_DBUS = "org.freedesktop.DBus"


class NoBusError(NoDesktopError):
    """There is no session bus here."""


class RefusedError(NotShownError):
    """Nobody on the bus does what was asked; says who refused and how."""


async def connect(address: str | None = None) -> MessageBus:
    """The bus of this session, or the one at ``address``. Raises NoBusError."""
    try:
        return await MessageBus(address, BusType.SESSION).connect()
    except Exception as error:  # the library tells a missing address, a closed socket and a refusal each in its way
        raise NoBusError(getattr(error, "strerror", None) or str(error)) from error


async def leave(bus: MessageBus) -> None:
    """End the connection, and wait until it has ended."""
    bus.disconnect()
    with suppress(EOFError, OSError):
        await bus.wait_for_disconnect()  # type: ignore[no-untyped-call]


async def own(bus: MessageBus, name: str) -> bool:
    """Take ``name``; False where another has it."""
    reply = await bus.request_name(name, NameFlag.DO_NOT_QUEUE)
    return reply in (RequestNameReply.PRIMARY_OWNER, RequestNameReply.ALREADY_OWNER)


async def call(
    bus: MessageBus, service: str, path: str, method: str, signature: str = "", *body: Any, start: bool = True
) -> list[Any]:
    """What ``method`` (with its interface) returns; with ``start`` the service may be started for it.

    Raises RefusedError.
    """
    interface, _, member = method.rpartition(".")
    flags = MessageFlag.NONE if start else MessageFlag.NO_AUTOSTART
    asked = Message(service, path, interface, member, flags=flags, signature=signature, body=list(body))
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            reply = await bus.call(asked)
    except TimeoutError as error:
        raise RefusedError(f"{service}: no answer in {PATIENCE_SECONDS:.0f} s") from error
    except (EOFError, OSError) as error:
        raise RefusedError(f"{service}: the bus has ended") from error
    if reply.message_type is MessageType.ERROR:
        raise RefusedError(f"{service}: {reply.error_name}")
    return list(reply.body)


async def listen(
    bus: MessageBus, sender: str, interface: str, heard: Callable[[Message], None], more: str = ""
) -> None:
    """Call ``heard`` with each signal of ``interface`` that ``sender`` gives; ``more`` of a match rule narrows it."""
    rule = f"type='signal',sender='{sender}',interface='{interface}'{more}"

    def handle(message: Message) -> None:
        if message.message_type is MessageType.SIGNAL and message.interface == interface:
            heard(message)

    bus.add_message_handler(handle)
    await call(bus, _DBUS, "/org/freedesktop/DBus", f"{_DBUS}.AddMatch", "s", rule)


async def follow(bus: MessageBus, name: str, changed: Callable[[bool], None]) -> bool:
    """Whether ``name`` has an owner; ``changed`` hears whenever it gets, changes or loses one."""

    def heard(message: Message) -> None:
        if message.member == "NameOwnerChanged" and message.sender == _DBUS and message.body[0] == name:
            changed(bool(message.body[2]))

    await listen(bus, _DBUS, _DBUS, heard, f",member='NameOwnerChanged',arg0='{name}'")
    (owned,) = await call(bus, _DBUS, "/org/freedesktop/DBus", f"{_DBUS}.NameHasOwner", "s", name)
    return bool(owned)
