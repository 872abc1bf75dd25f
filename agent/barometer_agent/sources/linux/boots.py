"""This boot, as systemd recorded it, read over D-Bus by ``systemctl``: the figures of ``systemd-analyze time``.

systemd keeps the moments of the running boot alone. A boot that ended before its figures were read is not told.
"""

import platform
import sys
import time
from pathlib import Path

from barometer_agent.sampler import NoData, Reason
from barometer_agent.sources import command, uptime
from barometer_agent.sources.boots import Boot
from barometer_agent.sources.command import Output
from barometer_agent.sources.linux import boot_culprits, boot_phases, journal
from barometer_agent.sources.linux.boot_phases import Moments
from barometer_agent.sources.records import Records
from barometer_shared.samples import GapKind

# sd_booted(3): this folder exists where systemd is the init of the running system.
_BOOTED_BY_SYSTEMD = Path("/run/systemd/system")
_MOMENTS = ",".join(f"{name}TimestampMonotonic" for name in boot_phases.MOMENTS)

_NO_SYSTEMD = Reason(
    "systemd is not the init of this system: nothing recorded its boot",
    "dit systeem start niet met systemd: niets legt het opstarten vast",
)
_STILL_STARTING = Reason(
    "the boot has not finished yet: a service is still starting (systemctl list-jobs)",
    "het opstarten is nog niet klaar: er start nog een service (systemctl list-jobs)",
)


def read(cursor: str, since_us: int, booted: Path = _BOOTED_BY_SYSTEMD) -> Records[Boot]:
    """This boot, once it has finished and if ``cursor`` does not name it. The cursor: boot id and kernel release."""
    boot_id = uptime.boot_id("linux")
    told_id, _, told_kernel = cursor.partition(" ")
    if told_id == boot_id:
        return Records((), cursor)
    if not booted.is_dir():
        raise NoData(_NO_SYSTEMD, GapKind.NOT_APPLICABLE)
    moments = boot_phases.parse(_show(f"--property={_MOMENTS}"))
    if not moments.finished_us:
        raise NoData(_STILL_STARTING)
    kernel = platform.release()
    updated = bool(told_kernel and told_kernel != kernel and not moments.in_container) or _updated_offline()
    boot = _boot(moments, _finished_at_us(moments), updated)
    return Records((boot,) if boot.at_us >= since_us else (), f"{boot_id} {kernel}")


def _boot(moments: Moments, at_us: int, after_update: bool) -> Boot:
    return Boot(
        at_us=at_us,
        total_us=boot_phases.total_us(moments),
        phases_us=boot_phases.phases_us(moments),
        culprits=boot_culprits.culprits(_units(), moments.finished_us),
        after_update=after_update,
    )


def _finished_at_us(moments: Moments) -> int:
    """By the wall clock."""
    return time.time_ns() // 1000 - max(0, _since_start_us() - moments.finished_us)


def _since_start_us() -> int:
    """Counts on while the laptop sleeps, as the wall clock does."""
    if sys.platform == "linux":
        return time.clock_gettime_ns(time.CLOCK_BOOTTIME) // 1000
    else:  # noqa: RET505 - the type checker follows the platform only through a full branch
        return time.monotonic_ns() // 1000


def _units() -> str:
    properties = ",".join(boot_culprits.PROPERTIES)
    return _show(f"--property={properties}", "--", "default.target", "*")


def _updated_offline() -> bool:
    """Whether the previous boot was spent on installing updates: systemd.offline-updates(7)."""
    try:
        return bool(journal.ask(("UNIT",), "--boot=-1", "--lines=1", "UNIT=system-update.target", journal.BY_SYSTEM))
    except NoData:
        return False  # what cannot be read is not claimed


def _show(*arguments: str) -> str:
    output = command.run("systemctl", "show", *arguments)
    if output is None or output.status != 0:
        raise NoData(_no_answer(output))
    return output.text


def _no_answer(output: Output | None) -> Reason:
    if output is None:
        return Reason("systemctl is not installed: no boot times", "systemctl ontbreekt: geen opstarttijden")
    return command.failure("systemctl", output)
