"""Computes and stores scores: of the devices that were touched, or of all of them when a day begins."""

from collections.abc import Sequence
from datetime import datetime

from barometer_collector.database import Database
from barometer_collector.scoring.model import load
from barometer_collector.scoring.rules.days import Day, day_of, end_of, ms_of, past_day
from barometer_collector.scoring.rules.definition import Model
from barometer_collector.scoring.service.devices import rows_of, scores_of
from barometer_collector.scoring.service.groups import score_groups
from barometer_collector.scoring.store import fleet as fleet_store
from barometer_collector.scoring.store import scores as score_store
from barometer_collector.scoring.store import touched as touched_store
from barometer_collector.sentiment.publishing import FLEET
from barometer_collector.settings import Settings

# Touched devices scored in one writing transaction: on SQLite the intake waits for it (1.2 ms a device, measured).
_BITE = 40
_BITE_OF_ALL = 500  # computed before the transaction that stores them


def score_touched(database: Database, settings: Settings, now: datetime) -> int:
    """Score the devices that have something new, then their teams and the fleet; how many devices that were.

    The first call of a day scores everything, as the windows have moved.
    """
    model, day = load(settings.model_file), day_of(now)
    if _is_new_day(database, day):
        return score_all(database, settings, now)
    changed: set[int] = set()
    while ids := _score_bite(database, model, day, ms_of(now)):
        changed.update(ids)
    if changed:
        score_groups(database, settings, model, day, ms_of(now), changed)
    return len(changed)


def score_all(database: Database, settings: Settings, now: datetime) -> int:
    """Score every device, every team and the fleet as of ``now``; how many devices that were."""
    return score_day(database, settings, load(settings.model_file), day_of(now), ms_of(now))


def score_history(database: Database, settings: Settings, now: datetime, days: int) -> None:
    """Score the ``days`` days before today, for a trend of what arrived late or was there before the collector."""
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


def _is_new_day(database: Database, day: Day) -> bool:
    with database.reading() as session:
        return score_store.latest_group_day(session, FLEET, day.day) != day.day


def _score_bite(database: Database, model: Model, day: Day, now_ms: int) -> list[int]:
    """Take devices off the list and store their scores, in one transaction: none is lost and none is scored old."""
    with database.writing() as session:
        ids = touched_store.take(session, _BITE)
        if ids:
            rows = rows_of(ids, scores_of(session, model, ids, day), day, model, now_ms)
            score_store.put_devices(session, day.day, rows)
        return ids


def _score(database: Database, model: Model, ids: Sequence[int], day: Day, now_ms: int) -> None:
    """What is touched while this computes is on the list, and will be scored again."""
    with database.reading() as session:
        rows = rows_of(ids, scores_of(session, model, ids, day), day, model, now_ms)
    with database.writing() as session:
        score_store.put_devices(session, day.day, rows)
