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
    busy_us, capacity_us = processor_us(times.user, times.system, times.idle)
    at_us = awake.now_us()
    slowed_us, watched_us = slowed(_looks(), at_us, thermal.slowed_permille())
    return Load(
        at_us=at_us,
        busy_us=busy_us,
        capacity_us=capacity_us,
        memory_available=memory.available,
        memory_total=memory.total,
        disk_waited_us=_disk_waited_us(),
        throttled_us=slowed_us,
        throttled_capacity_us=watched_us,
    )


def processor_us(user: float, system: float, idle: float) -> tuple[int, int]:
    """Busy time and all time of the processors together, from psutil's seconds since the start.

    Windows counts idling as time of the kernel; psutil has taken it out of ``system``, so that nothing counts twice.
    Interrupts are part of ``system`` and are not added.
    """
    return round((user + system) * 1_000_000), round((user + system + idle) * 1_000_000)


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
