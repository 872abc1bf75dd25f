"""How long something waited for processor, memory or disk."""

import sys
from dataclasses import dataclass

from barometer_agent.sources import system


@dataclass(frozen=True)
class Waited:
    """``total_us`` since start in which at least one task waited, and the share of the last minute, in permille."""

    total_us: int
    last_minute_permille: int


@dataclass(frozen=True)
class Pressure:
    """What was waited for, by resource (``cpu``, ``memory``, ``io``: disks), read ``at_us`` on an awake-only clock.

    ``basis`` says what it rests on: ``psi`` is the kernel's own count of waiting (Linux), ``counters`` the nearest that
    a system without it keeps. A resource for which there is none is left out.
    """

    at_us: int
    waited: dict[str, Waited]
    basis: str = "psi"


def read(platform: str = sys.platform) -> Pressure:
    """The counters of this moment. Raises NoData where the system keeps none."""
    found: Pressure = system.reader("pressure", platform).read()
    return found
