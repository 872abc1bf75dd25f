"""Waiting on Windows, by the nearest counters that it keeps: none of them is the kernel's own count of waiting.

``cpu``: of the threads that want to run, the share that has no processor (the counter Processor Queue Length, the mean
of some looks within a tenth of a second). ``memory``: Windows' own signal that it is short of it. ``io``: the share of
the time that the busiest disk had something to do, as DISK_PERFORMANCE counts the idle time of each.
"""

import functools
import os
import time
from collections.abc import Callable, Mapping, Sequence
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
class Idle:
    """How long each disk was idle, by its number, ``at_us``: of each only a difference in time means something."""

    at_us: int
    idle_us: Mapping[int, int]


@dataclass(frozen=True)
class Glance:
    """What was seen at this moment: ``queue`` of threads, on average, and the ``disk_permille`` of the busiest disk.

    ``idle`` is the last reading of the disks. None for what Windows does not tell.
    """

    queue: float | None
    disk_permille: int | None
    idle: Idle | None


class Watch:
    """What was waited for since the first look, added up from one look to the next."""

    def __init__(self) -> None:
        self._looks = Looks()
        self._idle: Idle | None = None

    def add(self, at_us: int, seen: Glance, processors: int, is_short: bool | None) -> dict[str, Waited]:
        """What was waited for until the look ``at_us``, by resource; one that is not told of is left out."""
        now = shares(seen.queue, processors, is_short)
        if seen.disk_permille is not None:
            now["io"] = seen.disk_permille
        since = busiest(self._idle, seen.idle)  # a disk is counted all the time, and not at the looks alone
        self._idle = seen.idle
        sums = self._looks.add(at_us, now if since is None else {**now, "io": since})
        return {name: Waited(sums[name][0], share) for name, share in now.items()}


def read() -> Pressure:
    """The counters of this moment; what Windows does not tell is left out. Raises NoData without any but memory."""
    seen = look(_queue, _idle)
    at_us = awake.now_us()
    waited = _watch().add(at_us, seen, os.cpu_count() or 1, _is_short())
    if waited.keys() <= {"memory"}:  # which is hardly ever short, so it would speak for all
        raise NoData(_TOO_LITTLE)
    return Pressure(at_us, waited, "counters")


def look(
    queue: Callable[[], int | None],
    disks_idle: Callable[[], Idle | None],
    pause: Callable[[float], None] = time.sleep,
) -> Glance:
    """How many threads wait for a processor and how busy the disks are, in a glance at this moment."""
    before, queues = disks_idle(), []
    for _ in range(LOOKS):
        pause(GLANCE_SECONDS / LOOKS)
        queues.append(queue())
    told = [each for each in queues if each is not None]
    now = disks_idle()
    return Glance(sum(told) / len(told) if told else None, busiest(before, now), now)


def busiest(before: Idle | None, now: Idle | None) -> int | None:
    """Of the time between two readings the share in which the busiest disk was not idle, in permille.

    A disk counts from its second reading on, also one that took the number of another. None without such a disk.
    """
    if before is None or now is None:
        return None
    elapsed_us = max(1, now.at_us - before.at_us)
    idle_us = [
        after - before.idle_us[disk]
        for disk, after in now.idle_us.items()
        if disk in before.idle_us and after >= before.idle_us[disk]
    ]
    return max(0, 1000 - min(idle_us) * 1000 // elapsed_us) if idle_us else None


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


def idle(counted: Sequence[Counters], at_us: int) -> Idle:
    """A reading of the disks."""
    return Idle(at_us, {each.disk: each.idle_us for each in counted})


def _queue() -> int | None:
    try:
        return _counter().read()
    except NoData:  # performance counters can be switched off
        return None


def _idle() -> Idle | None:
    try:
        return idle(disks.read(), awake.now_us())
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
def _watch() -> Watch:
    return Watch()
