"""How busy this Windows is: GetSystemTimes, GlobalMemoryStatusEx (both by psutil) and its disks' counters.

Windows does not count the time in which heat slowed a processor: the limit that it tells (CallNtPowerInformation,
MhzLimit) comes from the power plan as well, and the counters of its thermal zones (% Passive Limit) say "not slowed"
where the firmware slows by itself.
"""

import psutil

from barometer_agent.sampler import NoData
from barometer_agent.sources.load import Load
from barometer_agent.sources.windows import awake, disks


def read() -> Load:
    """The counters of this moment. Raises NoData elsewhere than on Windows."""
    times, memory = psutil.cpu_times(), psutil.virtual_memory()
    busy = times.user + times.system  # on Windows psutil has taken the idle time out of the kernel's
    return Load(
        at_us=awake.now_us(),
        busy_us=round(busy * 1_000_000),
        capacity_us=round((busy + times.idle) * 1_000_000),
        memory_available=memory.available,
        memory_total=memory.total,
        disk_waited_us=_disk_waited_us(),
    )


def _disk_waited_us() -> int | None:
    try:
        return sum(each.waited_us for each in disks.read())
    except NoData:
        return None
