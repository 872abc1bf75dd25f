"""How busy the laptop is: processor, memory, the disk's queue, and the brake that heat puts on."""

import sys
from dataclasses import dataclass

from barometer_agent.sources import system


@dataclass(frozen=True)
class Load:
    """Counters since start, read ``at_us`` on a clock that stands still while the laptop sleeps; None: not told.

    ``busy_us`` of ``capacity_us`` is processor time over all processors. ``memory_available`` and ``memory_total``
    in bytes. ``disk_waited_us``: the time that all requests together spent in the disks' queues. ``throttled_us`` of
    ``throttled_capacity_us``: the time in which processors were slowed by heat, over all that tell.
    """

    at_us: int
    busy_us: int
    capacity_us: int
    memory_available: int
    memory_total: int
    disk_waited_us: int | None = None
    throttled_us: int | None = None
    throttled_capacity_us: int | None = None


def read(platform: str = sys.platform) -> Load:
    """The counters of this moment. Raises NoData where the system keeps none."""
    found: Load = system.reader("load", platform).read()
    return found
