"""How long something waited for processor, memory or disk."""

import sys
from dataclasses import dataclass

from barometer_agent.sampler import Reason
from barometer_agent.sources.system import not_yet


@dataclass(frozen=True)
class Waited:
    """``total_us`` since start in which at least one task waited, and the share of the last minute, in permille."""

    total_us: int
    last_minute_permille: int


@dataclass(frozen=True)
class Pressure:
    """What was waited for, by resource (``cpu``, ``memory``, ``io``: disks), read ``at_us`` on an awake-only clock."""

    at_us: int
    waited: dict[str, Waited]


def read(platform: str = sys.platform) -> Pressure:
    """The counters of this moment. Raises NoData where the system keeps none."""
    if platform == "linux":
        from barometer_agent.sources.linux import pressure

        return pressure.read()
    what = Reason("waiting for processor, memory and disk", "wachten op processor, geheugen en schijf")
    raise not_yet(what, platform)
