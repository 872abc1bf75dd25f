"""What each table keeps, what is in it, and what the next run would delete; nothing is changed by asking."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from barometer_collector.database import Database, Session
from barometer_collector.privacy.retention.promises import Promise, Unit, Way, period_of, promises
from barometer_collector.privacy.retention.rules.cutoffs import DAY_MS, Period, day_of, first_kept, iso_of, month_of
from barometer_collector.privacy.retention.service.keeping import RAW_MISSING, first_day_now
from barometer_collector.privacy.retention.store import counting, raw, rows, state, words
from barometer_collector.privacy.retention.store.counting import Count
from barometer_collector.settings import Settings


@dataclass(frozen=True)
class Line:
    """Of one promise. ``kept_from`` is the first day that the settings keep, ``next_from`` the one that the next run
    comes to, which may be days behind it. ``is_about``: counted from a sample of the laptops. Dates as 2026-11-18."""

    name: str
    way: Way
    period: Period | None
    kept_from: str
    next_from: str
    oldest: str
    rows: int
    bytes: int
    next_deletes: int
    is_about: bool


def overview(database: Database, settings: Settings, now: datetime) -> list[Line]:
    """A line for each promise, in their order."""
    today = day_of(int(now.timestamp() * 1000))
    with database.reading() as session:
        noted = state.state(session)
        some = counting.some_devices(session)
        return [_line(session, promise, settings, today, noted, some) for promise in promises()]


def _line(
    session: Session,
    promise: Promise,
    settings: Settings,
    today: int,
    noted: dict[str, int],
    some: tuple[list[int], float],
) -> Line:
    period, next_day = period_of(promise, settings.keep), first_day_now(promise, settings, today, noted)
    if promise.way is Way.RAW and next_day is not None:
        next_day += noted.get(RAW_MISSING, 0)
    about, factor = False, 1.0
    if next_day is None or period is None:
        count = Count(counting.rows_of(session, promise.table), 0, None)
    elif promise.way in (Way.LEDGER, Way.DEVICE_DAYS):
        limit = month_of(next_day) if promise.unit is Unit.MONTH else next_day
        devices, factor = some
        count, about = counting.of_devices(session, promise.table, promise.by[0], limit, devices), factor > 1
    else:
        count = _counted(session, promise, next_day, today)
    return Line(
        name=promise.name,
        way=promise.way,
        period=period,
        kept_from="" if period is None else iso_of(first_kept(today, period)),
        next_from="" if next_day is None else iso_of(next_day),
        oldest=_date(promise, count.oldest),
        rows=round(count.rows * factor),
        bytes=0 if promise.column else counting.bytes_of(session, promise.table, count.rows * factor),
        next_deletes=round(count.old * factor),
        is_about=about,
    )


def _counted(session: Session, promise: Promise, first_day: int, today: int) -> Count:
    if promise.way is Way.RAW:
        return _raw(session, promise, first_day, today)
    if promise.way is Way.WORDS:
        return Count(*words.count(session, first_day * DAY_MS, first_day))
    return counting.of_rows(session, rows.old(promise, first_day), promise.by)


def _raw(session: Session, promise: Promise, first_day: int, today: int) -> Count:
    if session.connection().dialect.name != "sqlite":
        return counting.of_days(session, promise.table, promise.by[0], first_day)
    low = raw.ends(session).low or 0
    return Count(
        raw.ends(session).rows, (raw.first_of(session, first_day, today) or low) - low, raw.oldest_day(session, today)
    )


def _date(promise: Promise, value: Any) -> str:
    if value is None or promise.unit is Unit.MONTH:
        return value or ""
    return iso_of(int(value) // (DAY_MS if promise.unit is Unit.MOMENT else 1))
