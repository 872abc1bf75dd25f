"""Use of a Mac: an unlocked session on its screen, and input within ten minutes.

Source: ``HIDIdleTime`` of IOHIDSystem, nanoseconds since the last input. A lid that is closed says nothing by itself:
with a screen and a keyboard of its own a closed Mac is worked with, and without them it sleeps.
"""

from typing import Any

from barometer_agent.sources.macos import property_list, registry, sessions
from barometer_agent.sources.usage import Use

IDLE_NS = 600_000_000_000  # ten minutes: the experience model's "in use"


def read() -> Use:
    """Use at this moment. Raises NoData where the registry does not tell of sessions."""
    seen = sessions.on_screen(sessions.read())
    if seen is None or seen.locked:
        return Use(False, "input")
    return by_input(idle_ns(registry.entries("-r", "-d", "1", "-c", "IOHIDSystem")))


def by_input(idle: int | None) -> Use:
    """Use of an unlocked session that nobody touched for ``idle`` nanoseconds; None: not told."""
    return Use(True, "session") if idle is None else Use(idle < IDLE_NS, "input")


def idle_ns(entries: list[dict[str, Any]]) -> int | None:
    """Nanoseconds since anybody touched keyboard, trackpad or mouse; None where no driver tells."""
    told = (property_list.number(entry.get("HIDIdleTime")) for entry in entries)
    return min((nanoseconds for nanoseconds in told if nanoseconds is not None), default=None)
