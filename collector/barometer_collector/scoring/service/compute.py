"""Computes and stores scores: of the devices that were touched, and of all of them when a day begins.

A score of a day follows from what is known of that day's window, whenever that arrived: what comes late is scored from
its own day on. So the stored scores are those that computing the whole trend again would give.
"""

from collections.abc import Sequence
from datetime import datetime

from barometer_collector.database import Database, Session
from barometer_collector.scoring.model import load
from barometer_collector.scoring.rules.days import Day, day_of, end_of, first_of_trend, ms_of, past_day
from barometer_collector.scoring.rules.definition import Model
from barometer_collector.scoring.rules.tally import Layout
from barometer_collector.scoring.service import whole_days
from barometer_collector.scoring.service.bites import MOST_COMPUTED, Pause, Stores, compute, go_on
from barometer_collector.scoring.service.devices import layout_of
from barometer_collector.scoring.service.groups import score_groups, tell_stale
from barometer_collector.scoring.service.storing import put
from barometer_collector.scoring.store import touched as touched_store
from barometer_collector.scoring.store import whole_days as whole_day_store
from barometer_collector.scoring.store.touched import TouchedDevice
from barometer_collector.settings import Settings


def score_touched(database: Database, settings: Settings, now: datetime, pause: Pause = go_on) -> int:
    """Score the devices that have something new, all of them when a day began, then their teams and the fleet; how many
    devices that were.

    ``pause`` is called between two transactions, to let others write. See ``turns`` for the same at a pace.
    """
    layout, today, stores = layout_of(load(settings.model_file)), day_of(now), Stores(database, pause)
    whole_days.begin_days(database, layout, today)
    scored: set[int] = set()
    while ids := score_bite(database, layout, today, ms_of(now), stores):
        scored.update(ids)
    everyone = whole_days.pass_on(database, layout, today, ms_of(now), stores)
    tell_stale(database, settings, layout, today, ms_of(now), pause)
    return max(len(scored), everyone)


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
    layout = layout_of(model)
    with database.writing() as session:
        known = whole_day_store.hold(session, day.day)
        whole_days.begin(session, layout, day.day, is_ours=known is not None and known.mark == layout.mark)
    scored = whole_days.pass_day(database, layout, day, now_ms, Stores(database, go_on))
    score_groups(database, settings, layout, day, now_ms)
    return scored


def score_bite(database: Database, layout: Layout, today: Day, now_ms: int, stores: Stores) -> list[int]:
    """Score the devices that wait longest, each on every day from the first of which something is new, as far as the
    trend goes back; which devices those were.

    They are computed outside any writing transaction, from a snapshot taken after their touches were read. Who is
    touched meanwhile has another number then, stays on the list and is scored again.
    """
    with database.reading() as session:
        waiting = touched_store.waiting(session, MOST_COMPUTED)
    since = {each.device_id: min(max(each.since_day, first_of_trend(today)), today.day) for each in waiting}
    found = []
    for number in range(min(since.values(), default=today.day), today.day + 1):
        ids = [device for device, first in since.items() if first <= number]
        day, computed_at = (today, now_ms) if number == today.day else (past_day(number), end_of(number))
        if ids:
            found.append(compute(database, layout, ids, day, computed_at))

    def store(session: Session, some: Sequence[TouchedDevice]) -> None:
        for scored in found:
            put(session, layout, scored.some([each.device_id for each in some]))
        touched_store.take_off(session, some)

    stores.each(waiting, store)
    return [each.device_id for each in waiting]
