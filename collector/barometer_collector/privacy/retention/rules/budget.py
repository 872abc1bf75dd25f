"""How many days of raw samples there is room for."""

from collections.abc import Sequence
from dataclasses import dataclass

RESERVE_RATIO = 0.05  # of the volume; ext4 keeps as much for root, and for the same reason


@dataclass(frozen=True, slots=True)
class DayBytes:
    """What the raw samples that came on ``day`` (days since 1970 UTC) take."""

    day: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Volume:
    """The disk that the database lies on, as far as that can be known."""

    total: int
    free: int


def allowed_bytes(configured: int | None, raw: int, reusable: int, volume: Volume | None) -> int | None:
    """What raw samples may take; None: as much as they want.

    The least of what was ``configured`` and of what leaves RESERVE_RATIO of the volume free. ``raw`` is what they take
    now, ``reusable`` the free pages inside the database: deleting turns the one into the other and changes no sum.
    """
    if volume is None:
        return configured
    room = max(0, raw + reusable + volume.free - int(volume.total * RESERVE_RATIO))
    return room if configured is None else min(configured, room)


def first_affordable(days: Sequence[DayBytes], allowed: int | None, today: int) -> int | None:
    """The first day whose samples fit into ``allowed`` bytes together with all later ones; never later than ``today``.

    None when all of them fit.
    """
    if allowed is None:
        return None
    held = 0
    for each in sorted(days, key=lambda one: -one.day):
        held += each.bytes
        if held > allowed:
            return min(today, each.day + 1)
    return None
