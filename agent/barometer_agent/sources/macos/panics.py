"""When the system panicked: the reports that macOS writes after it started again.

Source: "Diagnosing issues using crash reports and device logs" (Apple's Xcode documentation). ``panic-full-*.ips`` and
``Kernel-*.ips`` (``bug_type`` 210), ``Kernel_*.panic`` before macOS 12; on Macs with a T2 chip its own system writes
them, into a folder of its own.
"""

import re
from collections.abc import Sequence
from datetime import datetime, tzinfo
from pathlib import Path

from barometer_agent.sampler import NoData
from barometer_agent.sources.macos import local_time, report_files, reports
from barometer_agent.sources.macos.reports import PANIC, Incomplete

_NAMES = re.compile(r"(panic|kernel)", re.IGNORECASE)
_DATED = re.compile(r"[-_](\d{4}-\d\d-\d\d-\d{6})[._]")
_T2 = Path("ProxiedDevice-Bridge")


def read(since_us: int) -> tuple[int, ...]:
    """When the system panicked since ``since_us``, in microseconds since 1970 UTC; nothing where that is not told."""
    system = report_files.system_folder()
    return since([system, system / _T2], since_us)


def since(places: Sequence[Path], since_us: int, zone: tzinfo | None = None) -> tuple[int, ...]:
    """The same for the folders ``places``, on a Mac in ``zone`` (None: this one's); copies of one report count once."""
    found = report_files.changed(places, since_us)
    try:
        report_files.check_access(places, found)
    except NoData:
        return ()
    moments = {_moment_us(path, zone) for path in found.files if _NAMES.match(path.name)}
    return tuple(sorted(at_us for at_us in moments if at_us and at_us >= since_us))


def _moment_us(path: Path, zone: tzinfo | None) -> int | None:
    try:
        report = reports.parse(path.name, report_files.text(path))
    except Incomplete:
        return None
    if report:
        return report.at_us if report.sort == PANIC else None
    return dated_us(path.name, zone) if path.suffix == ".panic" else None


def dated_us(name: str, zone: tzinfo | None) -> int | None:
    """The local time in the name of a report (``Kernel_2020-04-03-235631_...``) in microseconds since 1970 UTC."""
    found = _DATED.search(name)
    try:
        local = datetime.strptime(found[1], "%Y-%m-%d-%H%M%S") if found else None  # noqa: DTZ007 - it is local
    except ValueError:
        return None
    return local_time.moment_us(local, zone) if local else None
