"""The session of whoever asks, as logind knows it: since when, locked or not, and whether it lies idle.

Source: org.freedesktop.login1(5). The object ``session/auto`` is the session that the caller is part of, or else the
one of the caller's desktop. Each desktop tells logind by itself that it locked, and not all do: the screen saver that
is in force is asked too (``GetActive``, which GNOME's, and after it KDE's, Cinnamon's and MATE's, answer). A saver that
covers the screen hides a question as well as a lock does.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from barometer_agent.sources.linux import session_bus, system_bus
from barometer_agent.sources.linux.system_bus import Method, Property

_OWN = "org.freedesktop.login1", "/org/freedesktop/login1/session/auto", "org.freedesktop.login1.Session"
SINCE, LOCKED = Property(*_OWN, "Timestamp", "t"), Property(*_OWN, "LockedHint", "b")
IDLE, IDLE_SINCE = Property(*_OWN, "IdleHint", "b"), Property(*_OWN, "IdleSinceHint", "t")
SAVERS = tuple(
    Method(f"org.{desktop}.ScreenSaver", f"/org/{desktop}/ScreenSaver", f"org.{desktop}.ScreenSaver", "GetActive", "b")
    for desktop in ("freedesktop", "gnome", "cinnamon", "mate")
)


@dataclass(frozen=True)
class OwnSession:
    """Moments in microseconds since 1970 UTC; None: not told. ``idle_since_us`` only while it lies idle."""

    since_us: int | None = None
    locked: bool | None = None
    idle_since_us: int | None = None


def read(library: Any = None) -> OwnSession:
    """The session of this moment. ``library`` is libsystemd, unless given."""
    return parse(
        system_bus.read((SINCE, LOCKED, IDLE, IDLE_SINCE), library),
        session_bus.read(SAVERS, library),
    )


def parse(told: Mapping[Property, str | int], savers: Mapping[Method, str | int]) -> OwnSession:
    """The session in what logind and the screen savers told."""
    locks = [*savers.values(), *([told[LOCKED]] if LOCKED in told else [])]
    return OwnSession(
        _moment(told, SINCE),
        any(locks) if locks else None,
        _moment(told, IDLE_SINCE) if told.get(IDLE) else None,
    )


def _moment(told: Mapping[Property, str | int], name: Property) -> int | None:
    return int(told.get(name, 0)) or None
