"""Waiting on Windows, by the nearest counters that it keeps: none of them is the kernel's own count of waiting.

``cpu``: of the threads that want to run, the share that has no processor (the counter Processor Queue Length, the mean
of some looks within a tenth of a second). ``memory``: Windows' own signal that it is short of it. ``io``: the share of
the time that the busiest disk had something to do, as DISK_PERFORMANCE counts its idle time.
"""

import functools
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from barometer_agent.sampler import NoData, Reason
from barometer_agent.sources.looks import Looks
from barometer_agent.sources.pressure import Pressure, Waited
from barometer_agent.sources.windows import awake, counters, disks, memory
from barometer_agent.sources.windows.counters import Counter
from barometer_agent.sources.windows.disks import Counters

GLANCE_SECONDS = 0.1
LOOKS = 5
_TOO_LITTLE = Reason(
    "Windows counts neither what waits for its processors (performance counters are switched off, or the agent's "
    "account is not in the group Performance Monitor Users) nor what its disks do",
    "Windows telt niet wat er op zijn processors wacht (prestatiemeteritems staan uit, of het account van de agent zit "
    "niet in de groep Performance Monitor Users) en ook niet wat zijn schijven doen",
)


@dataclass(frozen=True)
class Busy:
    """How long the busiest disk was not idle, ``at_us``: only the difference between two of these means something."""

    at_us: int
    busy_us: int


def read() -> Pressure:
    """The counters of this moment; what Windows does not tell is left out. Raises NoData without any but memory."""
    at_us = awake.now_us()
    queue, disk = look(_queue, _busy)
    now = shares(queue, os.cpu_count() or 1, _is_short())
    sums = _looks().add(at_us, now)
    waited = {name: Waited(sums[name][0], share) for name, share in now.items()}
    if disk is not None:
        waited["io"] = disk
    if waited.keys() <= {"memory"}:  # which is hardly ever short, so it would speak for all
        raise NoData(_TOO_LITTLE)
    return Pressure(at_us, waited, "counters")


def look(
    queue: Callable[[], int | None],
    disk: Callable[[], Busy | None],
    pause: Callable[[float], None] = time.sleep,
) -> tuple[float | None, Waited | None]:
    """How many threads waited for a processor, on average, and the busiest disk, in a glance at this moment."""
    before, queues = disk(), []
    for _ in range(LOOKS):
        pause(GLANCE_SECONDS / LOOKS)
        queues.append(queue())
    told = [each for each in queues if each is not None]
    return sum(told) / len(told) if told else None, glance(before, disk())


def glance(before: Busy | None, now: Busy | None) -> Waited | None:
    """The busiest disk since start, and its share of the time between two readings; None without both.

    Windows tells nothing of the last minute.
    """
    if before is None or now is None:
        return None
    share = (now.busy_us - before.busy_us) * 1000 // max(1, now.at_us - before.at_us)
    return Waited(now.busy_us, min(1000, max(0, share)))


def shares(queue: float | None, processors: int, is_short: bool | None) -> dict[str, int]:
    """What was waited for, in permille; a resource that is not told of is left out."""
    found = {}
    if queue is not None:
        found["cpu"] = crowding_permille(queue, processors)
    if is_short is not None:
        found["memory"] = 1000 if is_short else 0
    return found


def crowding_permille(queue: float, processors: int) -> int:
    """Of the threads that want to run, the share for which there is no processor: all of them are taken then."""
    return round(queue / (queue + processors) * 1000) if queue > 0 else 0


def busy(counted: Sequence[Counters], at_us: int) -> Busy:
    """The busiest of the disks."""
    return Busy(at_us, at_us - min(each.idle_us for each in counted))


def _queue() -> int | None:
    try:
        return _counter().read()
    except NoData:  # performance counters can be switched off
        return None


def _busy() -> Busy | None:
    try:
        return busy(disks.read(), awake.now_us())
    except NoData:  # a disk without counters, as a virtual one
        return None


def _is_short() -> bool | None:
    try:
        return memory.is_short()
    except NoData:
        return None


@functools.cache
def _counter() -> Counter:
    return Counter(counters.PROCESSOR_QUEUE)


@functools.cache
def _looks() -> Looks:
    return Looks()
