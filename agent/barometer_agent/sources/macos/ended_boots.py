"""When this Mac started and shut down, out of the system's own accounting.

Source: last(1). Each line is a pseudo user, ``reboot`` or ``shutdown``, and a local time without its year:
``reboot time                                Mon Aug 24 08:17``; older systems write ``reboot    ~``.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from barometer_agent.sampler import NoData, Reason
from barometer_agent.sources.macos import local_time, programs

REBOOT, SHUTDOWN = "reboot", "shutdown"
_LINE = re.compile(r"(reboot|shutdown)\s+\S+\s+([A-Z][a-z]{2}) ([A-Z][a-z]{2}) +(\d{1,2}) (\d\d):(\d\d)")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_YEARS_BACK = 11  # within so many years each date falls on each day of the week
_A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Mark:
    """A start (``reboot``) or a proper end (``shutdown``), to the minute, in microseconds since 1970 UTC."""

    what: str
    at_us: int


def read(now_us: int) -> tuple[Mark, ...]:
    """All that is recorded until ``now_us``, oldest first. Raises NoData where last does not tell."""
    marks = parse(programs.answer("last", REBOOT, SHUTDOWN), now_us)
    if not marks:
        raise NoData(Reason("last tells of no start of this Mac", "last vertelt van geen enkele start van deze Mac"))
    return marks


def parse(text: str, now_us: int, zone: tzinfo | None = None) -> tuple[Mark, ...]:
    """The marks in what last prints, newest first, on a Mac in ``zone`` (None: this one's)."""
    marks: list[Mark] = []
    latest = local_time.at(now_us, zone) + _A_DAY
    for line in text.splitlines():
        found = _LINE.match(line)
        local = _dated(found, latest) if found else None
        if found and local:
            latest = local + _A_DAY  # a line is no younger than the one above it, but for a clock that was set
            marks.append(Mark(found[1], local_time.moment_us(local, zone)))
    return tuple(reversed(marks))


def _dated(found: re.Match[str], latest: datetime) -> datetime | None:
    """The last local time until ``latest`` that falls on this day of the week."""
    if found[2] not in _DAYS or found[3] not in _MONTHS:
        return None
    month, day, hour, minute = _MONTHS.index(found[3]) + 1, int(found[4]), int(found[5]), int(found[6])
    for year in range(latest.year, latest.year - _YEARS_BACK, -1):
        try:
            local = datetime(year, month, day, hour, minute)  # noqa: DTZ001 - it is local
        except ValueError:  # the 29th of February
            continue
        if local <= latest and local.weekday() == _DAYS.index(found[2]):
            return local
    return None
