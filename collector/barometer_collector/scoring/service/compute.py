"""Computes and stores scores: of the devices that were touched, and of all of them when a day begins.

A score of a day follows from what is known of that day's window, whenever that arrived: what comes late is scored from
its own day on. So the stored scores are those that computing the whole trend again would give.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from barometer_collector.database import Database, Session
from barometer_collector.scoring.model import load
from barometer_collector.scoring.rules.days import Day, day_of, end_of, first_of_trend, ms_of, past_day
from barometer_collector.scoring.rules.definition import Model
from barometer_collector.scoring.service.devices import rows_of, scores_of
from barometer_collector.scoring.service.groups import score_groups
from barometer_collector.scoring.store import fleet as fleet_store
from barometer_collector.scoring.store import scores as score_store
from barometer_collector.scoring.store import stale as stale_store
from barometer_collector.scoring.store import touched as touched_store
from barometer_collector.sentiment.publishing import FLEET
from barometer_collector.settings import Settings

# Touched devices scored in one writing transaction: on SQLite the intake waits for it (1.2 ms a device, measured).
_BITE = 40
_BITE_OF_ALL = 500  # computed before the transaction that stores them

Pause = Callable[[], None]


def _go_on() -> None:
    """No pause."""


def score_touched(database: Database, settings: Settings, now: datetime, pause: Pause = _go_on) -> int:
    """Score the devices that have something new, then their teams and the fleet; how many devices that were.

    Each device is scored from the first day of which something is new, as far as the trend goes back, past days first
    and one after the other. The first call of a day scores everything, as the windows have moved. ``pause`` is called
    between two transactions, to let others write.
    """
    model, today = load(settings.model_file), day_of(now)
    is_new_day = _close_days(database, settings, model, today)
    scored: set[int] = set()
    for day in _late_days(database, today):
        scored |= _score_touched_on(database, settings, model, day, end_of(day.day), today, pause)
    if is_new_day:
        return score_day(database, settings, model, today, ms_of(now))
    return len(scored | _score_touched_on(database, settings, model, today, ms_of(now), today, pause))


def score_all(database: Database, settings: Settings, now: datetime) -> int:
    """Score every device, every team and the fleet as of ``now``; how many devices that were."""
    return score_day(database, settings, load(settings.model_file), day_of(now), ms_of(now))


def score_history(database: Database, settings: Settings, now: datetime, days: int) -> None:
    """Score everything on the ``days`` days before today, whatever was stored of them."""
    model, today = load(settings.model_file), day_of(now).day
    for day in range(today - days, today):
        score_day(database, settings, model, past_day(day), end_of(day))


def score_day(database: Database, settings: Settings, model: Model, day: Day, now_ms: int) -> int:
    """Score everything on ``day``, under ``model``; how many devices that were."""
    with database.reading() as session:
        ids = fleet_store.device_ids(session)
    for bite in (ids[start : start + _BITE_OF_ALL] for start in range(0, len(ids), _BITE_OF_ALL)):
        _score(database, model, bite, day, now_ms)
    score_groups(database, settings, model, day, now_ms, None)
    return len(ids)


def _close_days(database: Database, settings: Settings, model: Model, today: Day) -> bool:
    """Whether today was not scored yet. Then the days since the last one that was are scored to their end: that one
    was scored while it lasted, and those after it not at all."""
    with database.reading() as session:
        latest = score_store.latest_group_day(session, FLEET, today.day)
    if latest is not None:
        for day in range(max(latest, first_of_trend(today)), today.day):
            score_day(database, settings, model, past_day(day), end_of(day))
    return latest != today.day


def _late_days(database: Database, today: Day) -> list[Day]:
    """The days before today that are to be scored for some devices or teams, and those in between."""
    first = first_of_trend(today)
    with database.reading() as session:
        found = (touched_store.earliest(session), stale_store.earliest(session, first))
    earliest = min((day for day in found if day is not None), default=today.day)
    return [past_day(day) for day in range(max(earliest, first), today.day)]


def _score_touched_on(
    database: Database, settings: Settings, model: Model, day: Day, now_ms: int, today: Day, pause: Pause
) -> set[int]:
    """The touched devices of which ``day`` is the next to be scored, and then their teams; which devices those were."""
    scored: set[int] = set()
    while ids := _score_bite(database, model, day, now_ms, today):
        scored.update(ids)
        pause()
    with database.reading() as session:
        stale = stale_store.teams(session, day.day)
    if stale:
        score_groups(database, settings, model, day, now_ms, stale)
        pause()
    return scored


def _score_bite(database: Database, model: Model, day: Day, now_ms: int, today: Day) -> list[int]:
    """Take devices off the list, or to their next day, and store their scores and which teams these make stale, in one
    transaction: none is lost and none is scored old."""
    # What was touched from an earlier day on while this runs is left for the next time, which begins there.
    first_day = None if day.day == first_of_trend(today) else day.day
    is_today = day.day == today.day
    with database.writing() as session:
        touches = touched_store.waiting(session, first_day, None if is_today else day.day, _BITE)
        ids = [touch.device_id for touch in touches]
        if ids:
            _put(session, model, ids, day, now_ms)
            if is_today:
                touched_store.take_off(session, touches)
            else:
                touched_store.put_forward(session, touches, day.day + 1)
        return ids


def _put(session: Session, model: Model, ids: Sequence[int], day: Day, now_ms: int) -> None:
    rows = rows_of(ids, scores_of(session, model, ids, day), day, model, now_ms)
    score_store.put_devices(session, day.day, rows)
    stale_store.add(session, day.day, fleet_store.teams_of(session, ids, day.last))


def _score(database: Database, model: Model, ids: Sequence[int], day: Day, now_ms: int) -> None:
    """What is touched while this computes is on the list, and will be scored again."""
    with database.reading() as session:
        rows = rows_of(ids, scores_of(session, model, ids, day), day, model, now_ms)
    with database.writing() as session:
        score_store.put_devices(session, day.day, rows)
