"""The moments of a boot that systemd recorded, read over D-Bus by systemctl."""

import dataclasses
import time
from pathlib import Path

from barometer_agent.sampler import NoData, Reason
from barometer_agent.sources import command
from barometer_agent.sources.boot import BootTimes
from barometer_agent.sources.command import Output
from barometer_shared.samples import GapKind

# sd_booted(3): this folder exists where systemd is the init of the running system.
_BOOTED_BY_SYSTEMD = Path("/run/systemd/system")
_MOMENTS = ("Firmware", "Loader", "InitRD", "Userspace", "Finish", "SecurityStart")

_NO_SYSTEMD = Reason(
    "systemd is not the init of this system: nothing recorded its boot",
    "dit systeem start niet met systemd: niets legt het opstarten vast",
)


def read(booted: Path = _BOOTED_BY_SYSTEMD) -> BootTimes:
    """The moments of this boot. Raises NoData without systemd as init, or when it does not answer."""
    if not booted.is_dir():
        raise NoData(_NO_SYSTEMD, GapKind.NOT_APPLICABLE)
    properties = ",".join(f"{moment}TimestampMonotonic" for moment in _MOMENTS)
    output = command.run("systemctl", "show", f"--property={properties}")
    if output is None or output.status != 0:
        raise NoData(_no_answer(output))
    return with_age(parse(output.text), time.clock_gettime_ns(time.CLOCK_BOOTTIME) // 1000)


def _no_answer(output: Output | None) -> Reason:
    if output is None:
        return Reason("systemctl is not installed: no boot times", "systemctl ontbreekt: geen opstarttijden")
    said = output.errors.strip() or output.status
    return Reason(f"systemctl gave no boot times: {said}", f"systemctl gaf geen opstarttijden: {said}")


def parse(text: str) -> BootTimes:
    """``Name=value`` lines of ``systemctl show`` as moments; a property this systemd does not know is 0.

    The security module's start is recorded only where systemd started on a kernel of its own, so its absence
    marks a container: https://github.com/systemd/systemd/blob/main/src/analyze/analyze-time-data.c
    """
    found = dict(line.split("=", 1) for line in text.splitlines() if "=" in line)
    moments = {name: _microseconds(found.get(f"{name}TimestampMonotonic", "")) for name in _MOMENTS}
    return BootTimes(
        firmware_us=moments["Firmware"],
        loader_us=moments["Loader"],
        initrd_us=moments["InitRD"],
        userspace_us=moments["Userspace"],
        finished_us=moments["Finish"],
        in_container=moments["SecurityStart"] == 0,
    )


def with_age(times: BootTimes, now_us: int) -> BootTimes:
    """``times`` with how long ago the boot ended, ``now_us`` being the time since start, suspension included."""
    if not times.finished_us:
        return times
    return dataclasses.replace(times, finished_ago_us=max(0, now_us - times.finished_us))


def _microseconds(value: str) -> int:
    return int(value) if value.isascii() and value.isdigit() else 0
