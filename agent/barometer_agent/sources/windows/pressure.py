"""Waiting on Windows, as far as it counts any: the share of the time that the busiest disk had something to do.

Windows adds up no time that a task waited for a processor or for memory, so these are left out (``basis`` says that
these are counters). DISK_PERFORMANCE gives the time that a disk lay idle; the rest it was busy, which is the nearest to
a request that waited.
"""

import time
from collections.abc import Callable, Sequence

from barometer_agent.sources.pressure import Pressure, Waited
from barometer_agent.sources.windows import awake, disks
from barometer_agent.sources.windows.disks import Counters

GLANCE_SECONDS = 0.1


def read(
    counters: Callable[[], Sequence[Counters]] = disks.read,
    clock: Callable[[], int] = awake.now_us,
    pause: Callable[[float], None] = time.sleep,
) -> Pressure:
    """The counters of this moment. Raises NoData where Windows keeps none of its disks.

    What Windows cannot tell of the last minute is told of a glance at this moment.
    """
    before = busy_us(counters(), clock())
    begun_us = clock()
    pause(GLANCE_SECONDS)
    now_us = clock()
    now = busy_us(counters(), now_us)
    share = (now - before) * 1000 // max(1, now_us - begun_us)
    return Pressure(now_us, {"io": Waited(now, min(1000, max(0, share)))}, basis="counters")


def busy_us(disks_counted: Sequence[Counters], now_us: int) -> int:
    """How long the busiest disk was not idle; only the difference between two of these means something."""
    return now_us - min(each.idle_us for each in disks_counted)
