"""Waiting on Windows, by the nearest counters that it keeps: none of them is the kernel's own count of waiting.

``cpu``: of the threads that want to run, the share that has no processor, averaged over the last minute (the counter
Processor Queue Length, which psutil asks every five seconds). ``memory``: Windows' own signal that it is short of it.
``io``: the share of the time that the busiest disk had something to do, as DISK_PERFORMANCE counts its idle time.
"""

import contextlib
import functools
import os
import time
from collections.abc import Callable, Sequence

import psutil

from barometer_agent.sampler import NoData, Reason
from barometer_agent.sources.looks import Looks
from barometer_agent.sources.pressure import Pressure, Waited
from barometer_agent.sources.windows import awake, disks, memory
from barometer_agent.sources.windows.disks import Counters

GLANCE_SECONDS = 0.1
_AVERAGED_AFTER_US = 60_000_000  # the average over a minute begins at 0 when it is first asked for
_TOO_LITTLE = Reason(
    "Windows counts neither what waits for its processors (performance counters are switched off, or asked for the "
    "first time) nor what its disks do",
    "Windows telt niet wat er op zijn processors wacht (prestatiemeteritems staan uit, of worden voor het eerst "
    "gevraagd) en ook niet wat zijn schijven doen",
)


def read() -> Pressure:
    """The counters of this moment; what Windows does not tell is left out. Raises NoData without any but memory."""
    at_us = awake.now_us()
    shares = _watch().shares(at_us, _queue(), os.cpu_count() or 1, _is_short())
    sums = _looks().add(at_us, shares)
    waited = {name: Waited(sums[name][0], share) for name, share in shares.items()}
    with contextlib.suppress(NoData):  # a disk without counters, as a virtual one
        waited["io"] = glance()
    if waited.keys() <= {"memory"}:  # which is hardly ever short, so it would speak for all
        raise NoData(_TOO_LITTLE)
    return Pressure(at_us, waited, "counters")


class Watch:
    """Knows since when the queue of the processors is watched."""

    def __init__(self) -> None:
        self._since_us: int | None = None

    def shares(self, at_us: int, queue: float | None, processors: int, is_short: bool | None) -> dict[str, int]:
        """What was waited for, in permille; a resource that is not told of, or not yet, is left out."""
        if self._since_us is None:
            self._since_us = at_us
        found = {}
        if queue is not None and at_us - self._since_us >= _AVERAGED_AFTER_US:
            found["cpu"] = crowding_permille(queue, processors)
        if is_short is not None:
            found["memory"] = 1000 if is_short else 0
        return found


def crowding_permille(queue: float, processors: int) -> int:
    """Of the threads that want to run, the share for which there is no processor: all of them are taken then."""
    return round(queue / (queue + processors) * 1000) if queue > 0 else 0


def glance(
    counters: Callable[[], Sequence[Counters]] = disks.read,
    clock: Callable[[], int] = awake.now_us,
    pause: Callable[[float], None] = time.sleep,
) -> Waited:
    """The busiest disk since start, and in a glance at this moment, as Windows tells nothing of the last minute."""
    begun_us, before = clock(), counters()
    pause(GLANCE_SECONDS)
    now_us, now = clock(), counters()
    busy_before, busy_now = busy_us(before, begun_us), busy_us(now, now_us)
    share = (busy_now - busy_before) * 1000 // max(1, now_us - begun_us)
    return Waited(busy_now, min(1000, max(0, share)))


def busy_us(counted: Sequence[Counters], now_us: int) -> int:
    """How long the busiest disk was not idle; only the difference between two of these means something."""
    return now_us - min(each.idle_us for each in counted)


def _queue() -> float | None:
    try:
        return psutil.getloadavg()[0]
    except (OSError, RuntimeError):  # performance counters can be switched off
        return None


def _is_short() -> bool | None:
    try:
        return memory.is_short()
    except NoData:
        return None


@functools.cache
def _watch() -> Watch:
    return Watch()


@functools.cache
def _looks() -> Looks:
    return Looks()
