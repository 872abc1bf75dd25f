"""Days are whole numbers since 1970; a device-day is a local day of its device."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

DAY_MS = 86_400_000
TREND_DAYS = 30  # shown as the trend, today included; what arrives later than that changes scores from there on


@dataclass(frozen=True)
class Day:
    """The day that is scored, and the last local day that counts for it.

    Today, devices ahead of UTC are already in their tomorrow, and what they measured there counts now. A day of the
    past counts to its end.
    """

    day: int
    last: int

    def first(self, window_days: int) -> int:
        """The first local day of a window of ``window_days`` that ends with this day."""
        return self.day - window_days + 1

    @property
    def iso(self) -> str:
        """2026-11-21"""
        return iso_of(self.day)


def day_of(now: datetime) -> Day:
    """Today."""
    today = ms_of(now) // DAY_MS
    return Day(today, today + 1)


def past_day(day: int) -> Day:
    """A day that is over."""
    return Day(day, day)


def first_of_trend(today: Day) -> int:
    """The first day of the trend that ends today."""
    return today.first(TREND_DAYS)


def end_of(day: int) -> int:
    """The last moment of ``day`` in UTC, milliseconds since 1970."""
    return (day + 1) * DAY_MS - 1


def iso_of(day: int) -> str:
    """``day`` as people write it, 2026-11-21."""
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(days=day)).date().isoformat()


def ms_of(moment: datetime) -> int:
    """Milliseconds since 1970 UTC."""
    return int(moment.timestamp() * 1000)
