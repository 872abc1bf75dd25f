"""How long the laptop took from waking up until it could be used again."""

import sys
from dataclasses import dataclass

from barometer_agent.sources import system
from barometer_agent.sources.records import Records


@dataclass(frozen=True)
class Wake:
    """One wake-up; ``total_us`` in microseconds, ``at_us`` its end by the wall clock since 1970 UTC."""

    at_us: int
    total_us: int


def read(cursor: str, since_us: int, platform: str = sys.platform) -> Records[Wake]:
    """Wake-ups recorded after ``cursor``; with an empty one, those since ``since_us``. Raises NoData."""
    found: Records[Wake] = system.reader("wakes", platform).read(cursor, since_us)
    return found
