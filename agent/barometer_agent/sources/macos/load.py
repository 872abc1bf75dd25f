"""How busy a Mac is.

psutil reads host_statistics(3) for processor and memory, and of each drive the time that its requests took together
(IOBlockStorageDriver.h: ``Total Time (Read)`` and ``(Write)``). Heat is told for the moment alone, so it is added up.
"""

import functools
import time

import psutil

from barometer_agent.sources.load import Load
from barometer_agent.sources.looks import Looks
from barometer_agent.sources.macos import thermal

_HEAT = "heat"


def read() -> Load:
    """The counters of this moment."""
    processor, memory = psutil.cpu_times(), psutil.virtual_memory()
    nice = getattr(processor, "nice", 0.0)
    busy_us, capacity_us = processor_us(processor.user, nice, processor.system, processor.idle)
    at_us = time.monotonic_ns() // 1000  # on macOS it stands still while the Mac sleeps
    slowed_us, watched_us = slowed(_looks(), at_us, thermal.is_slowed())
    return Load(
        at_us=at_us,
        busy_us=busy_us,
        capacity_us=capacity_us,
        memory_available=memory.available,
        memory_total=memory.total,
        disk_waited_us=disk_waited_us(),
        throttled_us=slowed_us,
        throttled_capacity_us=watched_us,
    )


def processor_us(user: float, nice: float, system: float, idle: float) -> tuple[int, int]:
    """Busy time and all time of the processors together, from psutil's seconds since the start."""
    busy = user + nice + system
    return round(busy * 1_000_000), round((busy + idle) * 1_000_000)


def disk_waited_us() -> int | None:
    """The time that all requests to drives took together; None where there is no drive."""
    disks = psutil.disk_io_counters(nowrap=False)
    return waited_us(disks.read_time, disks.write_time) if disks else None


def waited_us(read_ms: int, write_ms: int) -> int:
    """psutil's milliseconds, which it made of the nanoseconds of the drives' drivers."""
    return (read_ms + write_ms) * 1000


def slowed(looks: Looks, at_us: int, is_slowed: bool | None) -> tuple[int | None, int | None]:
    """How long this Mac was slowed by heat, in how much time that was watched; None where it does not tell."""
    if is_slowed is None:
        return None, None
    return looks.add(at_us, {_HEAT: 1000 if is_slowed else 0})[_HEAT]


@functools.cache
def _looks() -> Looks:
    return Looks()
