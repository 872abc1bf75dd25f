"""The session of whoever asks: since when it is there, whether it is locked or out of sight, and when it was touched.

Sources: ``IOConsoleUsers`` in the I/O registry (see ``sources/macos/sessions.py``), of the person's own number;
``HIDIdleTime`` (see ``sources/macos/usage.py``); and the sign-ins of utmpx(5), as psutil reads them: the one at
``console``. The name in it is only held against the caller's own.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

import psutil

from barometer_agent.sampler import NoData
from barometer_agent.sources.macos import property_list, registry, usage

_CONSOLE = "console"


class SignIn(Protocol):
    """What psutil tells of a sign-in; ``started`` in seconds since 1970 UTC."""

    @property
    def name(self) -> str: ...

    @property
    def terminal(self) -> str | None: ...

    @property
    def started(self) -> float: ...


@dataclass(frozen=True)
class OwnSession:
    """None: not told. ``since`` in seconds since 1970 UTC."""

    since: float | None = None
    locked: bool | None = None
    idle_ns: int | None = None


def read() -> OwnSession:
    """The session at this moment; each part is read by itself."""
    own = os.getuid() if hasattr(os, "getuid") else -1
    return OwnSession(
        since=_since(),
        locked=is_hidden(_entries("-n", "Root", "-d", "1"), own),
        idle_ns=usage.idle_ns(_entries("-r", "-d", "1", "-c", "IOHIDSystem")),
    )


def is_hidden(entries: list[dict[str, Any]], own: int) -> bool | None:
    """Whether the session of the account ``own`` is locked, or another person's is on the screen; None without one."""
    users = (user for entry in entries for user in property_list.dictionaries(entry.get("IOConsoleUsers")))
    mine = [user for user in users if property_list.number(user.get("kCGSSessionUserIDKey")) == own]
    if not mine:
        return None
    return not any(user.get("kCGSSessionOnConsoleKey") and not user.get("CGSSessionScreenIsLocked") for user in mine)


def began(sign_ins: Iterable[SignIn], own: str) -> float | None:
    """When the account ``own`` last signed in at the Mac itself."""
    return max((one.started for one in sign_ins if one.terminal == _CONSOLE and one.name == own), default=None)


def _since() -> float | None:
    try:
        return began(psutil.users(), psutil.Process().username())
    except (OSError, psutil.Error):
        return None


def _entries(*selection: str) -> list[dict[str, Any]]:
    try:
        return registry.entries(*selection)
    except NoData:
        return []
