"""How busy this Windows is: GetSystemTimes, GlobalMemoryStatusEx (both by psutil) and its disks' counters.

Heat is told for the moment alone, so it is added up.
"""

import functools

import psutil

from barometer_agent.sampler import NoData
from barometer_agent.sources.load import Load
from barometer_agent.sources.looks import Looks
from barometer_agent.sources.windows import awake, disks, thermal

_HEAT = "heat"


def read() -> Load:
    """The counters of this moment. Raises NoData elsewhere than on Windows."""
    times, memory = psutil.cpu_times(), psutil.virtual_memory()
    busy = times.user + times.system  # on Windows psutil has taken the idle time out of the kernel's
    at_us = awake.now_us()
    slowed_us, watched_us = slowed(_looks(), at_us, thermal.slowed_permille())
    return Load(
        at_us=at_us,
        busy_us=round(busy * 1_000_000),
        capacity_us=round((busy + times.idle) * 1_000_000),
        memory_available=memory.available,
        memory_total=memory.total,
        disk_waited_us=_disk_waited_us(),
        throttled_us=slowed_us,
        throttled_capacity_us=watched_us,
    )


def slowed(looks: Looks, at_us: int, permille: int | None) -> tuple[int | None, int | None]:
    """How long processors were slowed by heat, in how much time that was watched; None where Windows does not tell."""
    return (None, None) if permille is None else looks.add(at_us, {_HEAT: permille})[_HEAT]


def _disk_waited_us() -> int | None:
    try:
        return sum(each.waited_us for each in disks.read())
    except NoData:
        return None


@functools.cache
def _looks() -> Looks:
    return Looks()
