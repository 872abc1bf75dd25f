"""From which day on rows are kept. Days are UTC, counted since 1970."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

_EPOCH = date(1970, 1, 1)
DAY_MS = 86_400_000


@dataclass(frozen=True)
class Period:
    """So many months or so many days; one of the two is 0."""

    months: int = 0
    days: int = 0


def day_of(now_ms: int) -> int:
    """The day of a moment in milliseconds since 1970 UTC."""
    return now_ms // DAY_MS


def first_kept(today: int, period: Period) -> int:
    """The first day that is kept: what is of that day or later stays, what is older goes.

    Months are those of the calendar: 13 months before 31 March is 28 February of the year before.
    """
    at = _EPOCH + timedelta(days=today)
    month = at.year * 12 + at.month - 1 - period.months
    year, month = month // 12, month % 12 + 1
    back = date(year, month, min(at.day, monthrange(year, month)[1]))
    return (back - _EPOCH).days - period.days


def in_pace(wanted: int, before: int | None) -> int:
    """The first day that is kept now, when it was ``before`` in the last run and ``wanted`` is what the period says.

    It moves one day at most in a run, so that a clock that jumped ahead or a slip in a setting costs some days of
    history and not years; it goes back at once, so that less is deleted. The first run (``before`` None) goes all the
    way.
    """
    return wanted if before is None else min(wanted, before + 1)


def month_of(day: int) -> str:
    """The month of a day as the ledger writes it: ``2026-11``."""
    return f"{_EPOCH + timedelta(days=day):%Y-%m}"


def iso_of(day: int) -> str:
    """``2026-11-18``."""
    return (_EPOCH + timedelta(days=day)).isoformat()
