"""What the batteries hold when full, what they held when new, and how long that lasts."""

import sys
from dataclasses import dataclass

from barometer_agent.sampler import NoData, Reason
from barometer_agent.sources import system
from barometer_shared.samples import GapKind

NO_BATTERY = Reason("this laptop has no battery", "deze laptop heeft geen accu")


@dataclass(frozen=True)
class Battery:
    """``full`` and ``design`` in the same ``unit`` (``uWh`` or ``uAh``); 0 where the battery does not tell.

    ``runtime_minutes`` is how long this battery lasts when full, at the drain of this moment; None while it is charged
    or where that is not told.
    """

    full: int
    design: int
    unit: str
    runtime_minutes: int | None = None


def read(platform: str = sys.platform) -> tuple[Battery, ...]:
    """The machine's own batteries, at least one. Raises NoData without any, or where they cannot be read."""
    found: tuple[Battery, ...] = system.reader("power", platform).read()
    if not found:
        raise NoData(NO_BATTERY, GapKind.NOT_APPLICABLE)
    return found
