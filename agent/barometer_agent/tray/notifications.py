"""Words in a corner of the screen, through org.freedesktop.Notifications (Desktop Notifications Specification 1.2)."""

import asyncio
import html
from collections.abc import Sequence

from dbus_fast import Message, Variant
from dbus_fast.aio import MessageBus

from barometer_agent.tray import session_bus
from barometer_agent.tray.host import Reaction
from barometer_agent.tray.session_bus import RefusedError

NAME = "org.freedesktop.Notifications"
_PATH = "/org/freedesktop/Notifications"
_APPLICATION = "Barometer"
_LOW = 0
_EXPIRED = 1
_TELL_MS = 6_000


class Notifications:
    """Says and offers things; all of its methods raise RefusedError where nothing can be shown."""

    def __init__(self, bus: MessageBus) -> None:
        self._bus = bus
        self._told = 0
        self._heard: asyncio.Queue[tuple[int, Reaction]] | None = None

    async def begin(self) -> None:
        """From here on it hears what is done with an offer."""
        await session_bus.listen(self._bus, NAME, NAME, self._hear)

    async def can_offer(self) -> bool:
        """Whether there is somebody who shows words with buttons."""
        try:
            return "actions" in await self._abilities()
        except RefusedError:
            return False

    async def tell(self, title: str, text: str) -> None:
        """Say something once, in place of what was said before."""
        self._told = await self._notify(self._told, title, text, [], _TELL_MS)

    async def offer(self, title: str, text: str, take: str, decline: str, seconds: float) -> Reaction:
        """Show it with two buttons for at most so many seconds, and return what became of it."""
        heard = self._heard = asyncio.Queue()
        # A click beside the buttons is "default". Xfce would make a button of it too, but stops at one without a label.
        actions = [Reaction.TAKEN.value, take, Reaction.DECLINED.value, decline, "default", ""]
        number = await self._notify(0, title, text, actions, int(seconds * 1000))
        try:
            async with asyncio.timeout(seconds):
                while True:
                    of, reaction = await heard.get()
                    if of == number:
                        return reaction
        except TimeoutError:
            await session_bus.call(self._bus, NAME, _PATH, f"{NAME}.CloseNotification", "u", number)
            return Reaction.NONE
        finally:
            self._heard = None

    async def _abilities(self) -> Sequence[str]:
        (abilities,) = await session_bus.call(self._bus, NAME, _PATH, f"{NAME}.GetCapabilities")
        return list(abilities)

    async def _notify(self, replaces: int, title: str, text: str, actions: Sequence[str], shown_ms: int) -> int:
        body = html.escape(text, quote=False) if "body-markup" in await self._abilities() else text
        hints = {"urgency": Variant("y", _LOW), "suppress-sound": Variant("b", True), "transient": Variant("b", True)}
        told = _APPLICATION, replaces, "", title, body, list(actions), hints, shown_ms
        (number,) = await session_bus.call(self._bus, NAME, _PATH, f"{NAME}.Notify", "susssasa{sv}i", *told)
        return int(number)

    def _hear(self, message: Message) -> None:
        if self._heard is None:
            return
        if message.member == "ActionInvoked":
            declined = message.body[1] == Reaction.DECLINED.value
            self._heard.put_nowait((message.body[0], Reaction.DECLINED if declined else Reaction.TAKEN))
        elif message.member == "NotificationClosed":
            expired = message.body[1] == _EXPIRED
            self._heard.put_nowait((message.body[0], Reaction.NONE if expired else Reaction.DECLINED))
