"""How full the battery is while the laptop runs on it, as psutil reads it on Windows and macOS.

Linux has a reader of its own (``sources/linux/charge_level.py``): there psutil looks at one of two batteries alone, and
takes memory that the process in a person's panel need not have.
"""

from typing import Protocol

import psutil


class Told(Protocol):
    """What psutil tells of a battery: ``percent`` from 0 to 100; ``power_plugged`` is None where it is not known."""

    @property
    def percent(self) -> float: ...

    @property
    def power_plugged(self) -> bool | None: ...


def percent() -> int | None:
    """Whole percents; None on mains, without a battery, and where that is not told."""
    try:
        return parse(psutil.sensors_battery())
    except (OSError, ValueError):  # a driver that cannot tell it now
        return None


def parse(told: Told | None) -> int | None:
    """The same of what was told; None is no battery."""
    return None if told is None or told.power_plugged is not False else int(told.percent)
