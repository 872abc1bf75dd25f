"""Waiting on a Mac, by the nearest counters that it keeps: none of them is the kernel's own count of waiting.

``cpu``: of the threads that want to run, the share that has no processor, averaged over the last minute
(getloadavg(3) against the number of processors). ``memory``: ``kern.memorystatus_vm_pressure_level`` at critical
(1 normal, 2 warning, 4 critical: kern_memorystatus.h), when macOS begins to end processes; a warning only says that
memory is compressed. ``io``: the time that reads from the drives took together; nobody waits for most writes.
"""

import functools
import os
import time
from collections.abc import Mapping

import psutil

from barometer_agent.sampler import NoData
from barometer_agent.sources.looks import Looks
from barometer_agent.sources.macos import sysctl
from barometer_agent.sources.pressure import Pressure, Waited

CRITICAL = 4
_LEVEL = "kern.memorystatus_vm_pressure_level"


def read() -> Pressure:
    """The counters of this moment."""
    at_us = time.monotonic_ns() // 1000  # on macOS it stands still while the Mac sleeps
    shares = {"cpu": crowding_permille(psutil.getloadavg()[0], os.cpu_count() or 1)}
    level = _memory_level()
    if level is not None:
        shares["memory"] = 1000 if level >= CRITICAL else 0
    found = waited(_looks(), at_us, shares)
    disks = psutil.disk_io_counters(nowrap=False)
    drives = _reading().waited(at_us, disks.read_time * 1000) if disks else None
    return Pressure(at_us, {**found, "io": drives} if drives else found, "counters")


def crowding_permille(running: float, processors: int) -> int:
    """Of ``running`` threads on average, the share for which there was no processor."""
    return round((running - processors) / running * 1000) if running > processors else 0


def waited(looks: Looks, at_us: int, shares: Mapping[str, int]) -> dict[str, Waited]:
    """What is told for the moment, added up."""
    sums = looks.add(at_us, shares)
    return {name: Waited(sums[name][0], share) for name, share in shares.items()}


class Reading:
    """The counter of the drives tells nothing of the last minute: only what was added since it was last looked at."""

    def __init__(self) -> None:
        self._before: tuple[int, int] | None = None

    def waited(self, at_us: int, total_us: int) -> Waited | None:
        """What the counter ``total_us`` says ``at_us``; None at the first look, when there is nothing to compare."""
        before, self._before = self._before, (at_us, total_us)
        if before is None or at_us <= before[0]:
            return None
        share = (total_us - before[1]) * 1000 // (at_us - before[0])
        return Waited(total_us, min(1000, max(0, share)))


def _memory_level() -> int | None:
    try:
        return sysctl.number(sysctl.values(_LEVEL).get(_LEVEL))
    except NoData:
        return None


@functools.cache
def _looks() -> Looks:
    return Looks()


@functools.cache
def _reading() -> Reading:
    return Reading()
