"""What the batteries hold when full, and what they held when new."""

import sys
from dataclasses import dataclass

import psutil

from barometer_agent.sampler import NoData, Reason
from barometer_agent.sources.system import not_yet
from barometer_shared.samples import GapKind

NO_BATTERY = Reason("this laptop has no battery", "deze laptop heeft geen accu")


@dataclass(frozen=True)
class Battery:
    """``full`` and ``design`` in the same ``unit`` (``uWh`` or ``uAh``); 0 where the battery does not tell."""

    full: int
    design: int
    unit: str


def read(platform: str = sys.platform) -> tuple[Battery, ...]:
    """The machine's own batteries, at least one. Raises NoData without any, or where their wear is not read yet."""
    if platform == "linux":
        from barometer_agent.sources.linux import power

        found = power.read()
        if not found:
            raise NoData(NO_BATTERY, GapKind.NOT_APPLICABLE)
        return found
    if psutil.sensors_battery() is None:
        raise NoData(NO_BATTERY, GapKind.NOT_APPLICABLE)
    raise not_yet(Reason("what the battery still holds", "wat de accu nog vasthoudt"), platform)
