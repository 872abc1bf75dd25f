"""How busy a Linux laptop is: proc_stat(5), proc_meminfo(5), and the kernel's Documentation/admin-guide/iostats.rst."""

import os
import sys
import time
from pathlib import Path

from barometer_agent.sampler import NoData, Reason
from barometer_agent.sources.linux import kernel, sysfs
from barometer_agent.sources.load import Load

_PROC = Path("/proc")
_BLOCKS = Path("/sys/block")
_PROCESSORS = Path("/sys/devices/system/cpu")
_IDLE = slice(3, 5)  # idle and iowait; after the first eight figures come guests, which "user" holds already
_QUEUE_FIELD = 13  # major, minor, name, then the eleventh figure: milliseconds that all requests together waited


def read(proc: Path = _PROC, blocks: Path = _BLOCKS, processors: Path = _PROCESSORS) -> Load:
    """The counters of this moment. Raises NoData where the kernel does not give them."""
    try:
        stat, memory = kernel.text(proc / "stat"), kernel.text(proc / "meminfo")
    except OSError as error:
        said = error.strerror
        raise NoData(
            Reason(
                f"the kernel's counters cannot be read: {said}", f"de tellers van de kernel zijn niet te lezen: {said}"
            )
        ) from error
    at_us = time.monotonic_ns() // 1000  # stands still while the laptop sleeps
    busy_us, capacity_us = processor_us(stat, _ticks_per_second())
    available, total = memory_bytes(memory)
    throttled = throttled_us(processors)
    return Load(
        at_us=at_us,
        busy_us=busy_us,
        capacity_us=capacity_us,
        memory_available=available,
        memory_total=total,
        disk_waited_us=_disk_waited_us(proc / "diskstats", blocks),
        throttled_us=sum(throttled) if throttled else None,
        throttled_capacity_us=at_us * len(throttled) if throttled else None,
    )


def processor_us(stat: str, ticks_per_second: int) -> tuple[int, int]:
    """Busy and whole time of all processors together, from the first line of ``/proc/stat``."""
    ticks = [int(figure) for figure in stat.split("\n", 1)[0].split()[1:9]]
    scale = 1_000_000 // ticks_per_second
    return (sum(ticks) - sum(ticks[_IDLE])) * scale, sum(ticks) * scale


def memory_bytes(meminfo: str) -> tuple[int, int]:
    """What programs can still get without swapping, and all there is, from ``/proc/meminfo``."""
    found = dict(line.split(":", 1) for line in meminfo.splitlines() if ":" in line)
    available, total = (int(found.get(name, "0").split()[0]) * 1024 for name in ("MemAvailable", "MemTotal"))
    return available, total


def disk_waited_us(diskstats: str, disks: frozenset[str]) -> int | None:
    """The time that all requests to ``disks`` together spent in their queues; None without such a disk."""
    lines = [line.split() for line in diskstats.splitlines()]
    waited = [int(line[_QUEUE_FIELD]) for line in lines if len(line) > _QUEUE_FIELD and line[2] in disks]
    return sum(waited) * 1000 if waited else None


def throttled_us(processors: Path = _PROCESSORS) -> list[int]:
    """Per processor that tells, how long heat slowed it: its own core's counter, or its package's if that is larger.

    Intel's processors alone have them, Linux 5.7 and later; a spell of heat is added when it ends: the kernel's
    Documentation/ABI/testing/sysfs-devices-system-cpu.
    """
    found = []
    for folder in sorted(processors.glob("cpu[0-9]*/thermal_throttle")):
        counters = [sysfs.number(folder / f"{part}_throttle_total_time_ms") for part in ("core", "package")]
        told = [counter for counter in counters if counter is not None]
        if told:
            found.append(max(told) * 1000)
    return found


def _disk_waited_us(diskstats: Path, blocks: Path) -> int | None:
    try:
        return disk_waited_us(kernel.text(diskstats), _own_disks(blocks))
    except OSError:
        return None


def _own_disks(blocks: Path) -> frozenset[str]:
    """Whole disks with a device behind them that stay in the laptop: no loop, no crypt on top, no memory stick."""
    return frozenset(
        block.name
        for block in blocks.iterdir()
        if (block / "device").exists() and sysfs.number(block / "removable") != 1
    )


def _ticks_per_second() -> int:
    if sys.platform == "win32":
        return 100
    else:  # noqa: RET505 - the type checker follows the platform only through a full branch
        return os.sysconf("SC_CLK_TCK")
