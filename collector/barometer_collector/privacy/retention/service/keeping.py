"""The job: once an hour what is too old goes, and the disk is measured."""

import logging
from datetime import datetime

from barometer_collector.database import Database
from barometer_collector.privacy.retention.promises import Promise, Way, period_of, promises
from barometer_collector.privacy.retention.rules.budget import first_affordable
from barometer_collector.privacy.retention.rules.cutoffs import day_of, first_kept, in_pace, iso_of
from barometer_collector.privacy.retention.service.room import LookAtVolume, allowed_raw, measure
from barometer_collector.privacy.retention.service.sweeping import Pause, Swept, sweep
from barometer_collector.privacy.retention.store import secure, state
from barometer_collector.settings import Settings

_log = logging.getLogger(__name__)

# What the next run and /metrics go by, beside the first day that each promise has come to.
RAN_AT, RAW_FIRST, RAW_MISSING, RAW_ALLOWED = "ran_at", "raw_first_day", "raw_missing_days", "raw_allowed_bytes"
_RAW_SWEPT = "raw_swept"
_LOG_HOLDS_OLD = "log_holds_old"  # until it could be emptied, what was deleted may be read in it


def keep(database: Database, settings: Settings, now: datetime, volume: LookAtVolume, pause: Pause) -> dict[str, Swept]:
    """Delete what is older than is kept, measure what is left, and note both; what went, by the promise's name.

    ``volume`` tells of the disk that the database lies on (None: not known); ``pause`` is called between two bites.
    What was swept up to the same day before is not looked at again, as nothing gets older within a day.
    """
    now_ms = int(now.timestamp() * 1000)
    today = day_of(now_ms)
    with database.reading() as session:
        before = state.state(session)
    gone: dict[str, Swept] = {}
    for promise in promises():
        first_day = first_day_now(promise, settings, today, before)
        if first_day is None:
            continue
        if promise.way is Way.RAW:
            swept = _sweep_raw(database, settings, promise, now_ms, first_day, before.get(_RAW_SWEPT), volume, pause)
        elif before.get(promise.name) != first_day:
            swept = sweep(database, promise, first_day, today, pause)
        else:
            continue
        _note(database, **{promise.name: first_day})
        if swept != Swept():
            gone[promise.name] = swept
            _log.info("old_rows_removed of=%s before=%s rows=%s", promise.name, iso_of(first_day), swept.rows)
    if gone or before.get(_LOG_HOLDS_OLD):
        _note(database, **{_LOG_HOLDS_OLD: 1})
        if secure.empty_log(database):
            _note(database, **{_LOG_HOLDS_OLD: None})
    _measure(database, now_ms)
    return gone


def first_day_now(promise: Promise, settings: Settings, today: int, before: dict[str, int]) -> int | None:
    """The first day that the next run keeps; None for what stays, or goes by something else than time."""
    period = period_of(promise, settings.keep)
    return None if period is None else in_pace(first_kept(today, period), before.get(promise.name))


def _sweep_raw(
    database: Database,
    settings: Settings,
    promise: Promise,
    now_ms: int,
    first_day: int,
    swept_before: int | None,
    volume: LookAtVolume,
    pause: Pause,
) -> Swept:
    """Raw samples go when their period is over, and before that when there is no room for them."""
    room, today = measure(database, now_ms), day_of(now_ms)
    allowed = allowed_raw(settings.raw_budget, room, volume())
    affordable = first_affordable(room.days, allowed, today)
    from_day = first_day if affordable is None else max(first_day, affordable)
    swept = Swept() if from_day == swept_before else sweep(database, promise, from_day, today, pause)
    _note(database, **{_RAW_SWEPT: from_day, RAW_ALLOWED: allowed, RAW_MISSING: from_day - first_day})
    if from_day > first_day and swept != Swept():
        _log.warning(
            "raw_samples_removed_early kept_from=%s promised_from=%s took=%s may_take=%s: see BAROMETER_RAW_BUDGET",
            iso_of(from_day), iso_of(first_day), room.use.raw, allowed,
        )  # fmt: skip
    return swept


def _measure(database: Database, now_ms: int) -> None:
    room = measure(database, now_ms)
    with database.writing() as session:
        state.put_use(session, day_of(now_ms), room.use, room.reusable)
        state.put_state(session, RAW_FIRST, room.days[0].day if room.days else None)
        state.put_state(session, RAN_AT, now_ms)


def _note(database: Database, **values: int | None) -> None:
    with database.writing() as session:
        for name, value in values.items():
            state.put_state(session, name, value)
