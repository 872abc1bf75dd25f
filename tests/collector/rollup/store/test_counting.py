"""The SQL of the roll-up: marked and counted together, whoever commits when."""

import itertools
from contextlib import ExitStack

import pytest
from sqlalchemy import text

from barometer_collector.database import Database, Session
from barometer_collector.ingest import store as ingest
from barometer_collector.ingest.store import LedgerEntry
from barometer_collector.rollup.store import counting as store
from barometer_collector.rollup.store.events import events
from barometer_collector.rollup.tables import TOUCH_BITS


def _put(
    session: Session, device: int, batch: str, values: list[int], *, day: int = 20_000, arrived: int = 20_001
) -> None:
    first = ingest.reserve_samples(session, max(1, len(values)))
    entry = LedgerEntry(device, "2026-11", batch, 5, arrived, 4, 0, first, first + len(values) - 1, len(values), 0)
    ingest.enter(session, [entry])
    ingest.open_for_roll_up(session, [entry])
    rows = [(1, "", 1_000, value, 3) for value in values]
    ingest.add_samples(session, [ingest.SampleBlock(device, first, arrived, 0, day * 86_400_000 - 1_000, rows)])


def _days(database: Database) -> list[tuple[int, int, int]]:
    with database.reading() as session:
        rows = session.connection().execute(text("SELECT device_id, n, total FROM device_day ORDER BY device_id"))
        return [(row[0], row[1], row[2]) for row in rows]


def _bite(session: Session, most: int = 100) -> store.Bite:
    waiting = store.open_batches(session, most)
    days = [each.arrived for each in waiting]
    if not waiting:
        return store.Bite(0, 0, 0, 0, 0)
    last = waiting[-1].first_sample + max(0, waiting[-1].samples - 1)
    return store.Bite(waiting[-1].first_sample, waiting[0].first_sample, last, min(days), max(days))


def _roll(database: Database) -> int:
    with database.writing() as session:
        bite = _bite(session)
        marked = store.mark(session, bite)
        store.count(session, bite, 77)
        store.close(session, bite)
        return marked


def test_open_batches_come_in_the_order_of_arrival_with_what_they_hold(database: Database) -> None:
    with database.writing() as session:
        for device, batch, values in ((2, "a" * 32, [1]), (1, "b" * 32, []), (1, "a" * 32, [1, 2])):
            _put(session, device, batch, values)
    with database.reading() as session:
        assert [each.samples for each in store.open_batches(session, 2)] == [1, 0]
        assert [each.samples for each in store.open_batches(session, 9)] == [1, 0, 2]


def test_only_batches_up_to_the_last_of_the_bite_are_marked(database: Database) -> None:
    with database.writing() as session:
        for batch in "abc":
            _put(session, 1, batch * 32, [1])
        assert store.mark(session, _bite(session, 2)) == 2
        assert len(store.open_batches(session, 9)) == 1


def test_a_batch_that_arrived_on_another_day_than_those_of_the_bite_waits_for_the_next(database: Database) -> None:
    """Its samples lie in a partition that the bite does not look at."""
    with database.writing() as session:
        _put(session, 1, "a" * 32, [1])
        bite = _bite(session)
        _put(session, 1, "b" * 32, [2], arrived=20_002)
        later = bite._replace(roll_id=bite.roll_id * 2 + 10**6, last_sample=bite.roll_id * 2 + 10**6)
        assert store.mark(session, later) == 1
        store.count(session, later, 77)
        store.close(session, later)
    assert _days(database) == [(1, 1, 1)]
    assert _roll(database) == 1
    assert _days(database) == [(1, 2, 3)]


def test_a_batch_that_came_while_another_was_counted_is_counted_later_and_once(database: Database) -> None:
    with database.writing() as session:
        _put(session, 1, "b" * 32, [10])
    assert _roll(database) == 1
    with database.writing() as session:
        _put(session, 1, "a" * 32, [20])
    assert [_roll(database), _roll(database)] == [1, 0]
    assert _days(database) == [(1, 2, 30)]


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_commit_that_a_number_to_remember_would_skip_is_counted(database: Database) -> None:
    """With several writers the order of numbers is not that of commits: the slow one has the lower numbers."""
    with database.writing() as slow:
        _put(slow, 1, "a" * 32, [20])
        with database.writing() as fast:
            _put(fast, 2, "b" * 32, [30])
        with database.reading() as session:
            remembered = store.open_batches(session, 100)[-1].first_sample
        assert _roll(database) == 1
    with database.reading() as session:
        (late,) = store.open_batches(session, 100)
    assert late.first_sample < remembered  # whoever counts only what is above it never sees this batch
    assert [_roll(database), _roll(database)] == [1, 0]
    assert _days(database) == [(1, 1, 20), (2, 1, 30)]


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_commit_in_the_middle_of_a_bite_is_in_the_next(database: Database) -> None:
    """Every statement of a bite means the batches that were marked, though each sees what others commit before it."""
    with database.writing() as session:
        _put(session, 1, "b" * 32, [10])
    with ExitStack() as others:
        _put(others.enter_context(database.writing()), 1, "a" * 32, [20])
        with database.writing() as fast:
            _put(fast, 1, "c" * 32, [5])
        with database.writing() as session:
            bite = _bite(session)
            assert store.mark(session, bite) == 2
            others.close()  # the slow one commits
            store.count(session, bite, 77)
            store.close(session, bite)
    assert _days(database) == [(1, 2, 15)]
    assert _roll(database) == 1
    assert _days(database) == [(1, 3, 35)]


def test_events_are_rows_of_their_own_and_only_once(database: Database) -> None:
    with database.writing() as session:
        _put(session, 1, "a" * 32, [10, 20])
    with database.writing() as session:
        bite = _bite(session)
        store.mark(session, bite)
        store.count(session, bite, 77)
        store.count(session, bite, 78)
    with database.reading() as session:
        assert [(row.metric, row.value) for row in events(session, 1, 0, 10)] == [(1, 20), (1, 10)]
        assert events(session, 1, 1_001, 10) == []


def _touched(database: Database) -> list[tuple[int, int, int]]:
    with database.reading() as session:
        rows = session.connection().execute(text("SELECT device_id, at, since_day FROM touched ORDER BY 1"))
        return [(row[0], row[1] >> TOUCH_BITS, row[2]) for row in rows]


def test_the_devices_of_a_bite_are_touched(database: Database) -> None:
    for roll_id, device in ((1, 1), (2, 2), (3, 1)):
        with database.writing() as session:
            _put(session, device, f"{roll_id}" * 32, [1])
        _roll(database)
    assert [row[:2] for row in _touched(database)] == [(1, 77), (2, 77)]


@pytest.mark.parametrize("days", list(itertools.permutations([19_995, 20_000, 20_001])))
def test_a_device_is_touched_from_the_earliest_day_of_which_something_came(
    database: Database, days: tuple[int, ...]
) -> None:
    for roll_id, day in enumerate(days):
        with database.writing() as session:
            _put(session, 1, f"{roll_id}" * 32, [1, 2], day=day)
        _roll(database)
    assert _touched(database) == [(1, 77, 19_995)]


@pytest.mark.parametrize("days", [(19_995, 20_000), (20_000, 19_995)])
def test_touching_a_device_again_keeps_the_earliest_day(database: Database, days: tuple[int, int]) -> None:
    with database.writing() as session:
        for at, day in enumerate(days):
            store.touch(session, 1, at, day)
    assert _touched(database) == [(1, 1, 19_995)]


def test_a_batch_without_samples_touches_its_device_from_today_on(database: Database) -> None:
    with database.writing() as session:
        _put(session, 1, "a" * 32, [])
        _put(session, 2, "a" * 32, [])
        _put(session, 2, "b" * 32, [1], day=-4)
    _roll(database)
    assert _touched(database) == [(1, 77, 0), (2, 77, -4)]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("statement", ["_ADD_DAYS", "_ADD_EVENTS", "_TOUCH"])
def test_sqlite_finds_the_rows_of_a_bite_without_reading_the_others(database: Database, statement: str) -> None:
    query = f"EXPLAIN QUERY PLAN {getattr(store, statement).text}"
    with database.reading() as session:
        plan = session.connection().execute(text(query), {**store.Bite(1, 1, 1, 1, 2)._asdict(), "now": 1, "today": 1})
        told = " ".join(str(row[3]) for row in plan)
    assert "SEARCH b USING PRIMARY KEY (first_sample>? AND first_sample<?)" in told
    assert "SEARCH s USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)" in told
    assert "SCAN" not in told
    assert "AUTOMATIC" not in told
