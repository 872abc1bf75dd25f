"""Scores every device on a day: today when it begins, as the windows have moved, and a day that is over to its end.

In bites beside those of touched devices, as it takes minutes with a million of them. How far it came is stored with the
scores, so that it goes on there after a restart. Days come in their order: what people answered is published so.
"""

from collections.abc import Sequence

from barometer_collector.database import Database, Session
from barometer_collector.scoring.rules.days import Day, end_of, first_of_trend, past_day
from barometer_collector.scoring.rules.tally import Layout
from barometer_collector.scoring.service.bites import MOST_COMPUTED, Stores, compute
from barometer_collector.scoring.service.storing import put
from barometer_collector.scoring.store import fleet as fleet_store
from barometer_collector.scoring.store import scores as score_store
from barometer_collector.scoring.store import whole_days


def begin_days(database: Database, layout: Layout, today: Day) -> None:
    """Have today scored when it was not yet, or under another model, and before it the days since the last one that
    was: that one was scored while it lasted, and those after it not at all."""
    with database.reading() as session:
        latest = whole_days.latest(session, today.day)
        known = {each.day: each.mark for each in whole_days.known(session, first_of_trend(today))}
    if latest == today.day and known.get(today.day) == layout.mark:
        return
    first = today.day if latest is None else max(latest, first_of_trend(today))
    with database.writing() as session:
        whole_days.forget_sums(session, first_of_trend(today))
        for day in range(first, today.day + 1):
            begin(session, layout, day, is_ours=known.get(day) == layout.mark)


def begin(session: Session, layout: Layout, day: int, *, is_ours: bool) -> None:
    """Have every device scored on ``day``. Sums of another model are begun anew."""
    if not is_ours:
        score_store.remove_group_sums(session, day)
    whole_days.begin(session, day, layout.mark)


def pass_on(
    database: Database, layout: Layout, today: Day, now_ms: int, stores: Stores, most: int | None = None
) -> int:
    """Score devices on the days that are to be scored as a whole, bite after bite, about ``most`` of them (None: all);
    how many that were on today."""
    scored, on_today = 0, 0
    for number in _to_do(database, today):
        day, computed_at = (today, now_ms) if number == today.day else (past_day(number), end_of(number))
        left = None if most is None else most - scored
        found = pass_day(database, layout, day, computed_at, stores, left)
        scored += found
        on_today += found if day is today else 0
        if most is not None and scored >= most:
            break
    return on_today


def pass_day(database: Database, layout: Layout, day: Day, now_ms: int, stores: Stores, most: int | None = None) -> int:
    """Score the devices that come next on that day, bite after bite, about ``most`` of them; how many those were."""
    scored = 0
    while most is None or scored < most:
        ids = _next(database, day.day)
        if not ids:
            with database.writing() as session:
                whole_days.note_done(session, day.day)
            break
        _score(database, layout, ids, day, now_ms, stores)
        scored += len(ids)
    return scored


def _to_do(database: Database, today: Day) -> list[int]:
    with database.reading() as session:
        known = whole_days.known(session, first_of_trend(today))
    return [each.day for each in known if not each.is_done and each.day <= today.day]


def _next(database: Database, day: int) -> list[int]:
    with database.reading() as session:
        passed = next((each.passed for each in whole_days.known(session, day) if each.day == day), None)
        return fleet_store.device_ids(session, passed, MOST_COMPUTED)


def _score(database: Database, layout: Layout, ids: list[int], day: Day, now_ms: int, stores: Stores) -> None:
    scored = compute(database, layout, ids, day, now_ms)

    def store(session: Session, some: Sequence[int]) -> None:
        put(session, layout, scored.some(some))
        whole_days.note_passed(session, day.day, some[-1])

    stores.each(ids, store)
