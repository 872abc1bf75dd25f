"""Days of many devices at once, whether they are packed or open."""

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import text

from barometer_collector.database import Database
from barometer_collector.rollup.rules.counts import NO_HIGHEST, NO_LOWEST
from barometer_collector.rollup.store import packed
from barometer_collector.rollup.window import counted as counted_of
from barometer_collector.rollup.window import day_by_day, window
from tests.collector.rollup.day_rows import Counted, put, rows_of, told

DEVICES = [3, 7, 9]


def test_days_of_the_window_are_added_up_by_device_metric_and_subject(database: Database) -> None:
    put(database, Counted(7, 100, 1, "a", (3, 14)), Counted(7, 101, 1, "a", (2,), failed=2))
    put(database, Counted(7, 101, 1, "b", (5,)), Counted(7, 102, 1, "a", (9,)))
    put(database, Counted(9, 100, 2, "", (1,)), Counted(8, 100, 1, "a", (1,)))
    with database.reading() as session:
        found = window(session, [7, 9], [1, 2], 100, 101)
    assert told(found) == [
        (0, 0, 1, "a", (3, 2, 19, 2, 14, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0)),
        (0, 0, 1, "b", (1, 0, 5, 5, 5, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0)),
        (1, 0, 2, "", (1, 0, 1, 1, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)),
    ]
    assert found.n.tolist() == [3, 1, 1]
    assert (found.failed.tolist(), found.total.tolist()) == ([2, 0, 0], [19, 5, 1])
    assert (found.lowest.tolist(), found.highest.tolist()) == ([2, 5, 1], [14, 5, 1])
    assert found.buckets.sum(axis=1).tolist() == [3, 1, 1]


def test_day_by_day_each_day_is_a_row(database: Database) -> None:
    put(database, Counted(7, 101, values=(4,)), Counted(7, 100, values=(3,)))
    with database.reading() as session:
        found = day_by_day(session, [7], [1], 100, 101)
    assert (found.day.tolist(), found.total.tolist()) == ([100, 101], [3, 4])


def test_attempts_that_all_failed_have_no_extremes(database: Database) -> None:
    put(database, Counted(7, 100, failed=3))
    with database.reading() as session:
        found = window(session, [7], [1], 100, 100)
    assert (found.n.tolist(), found.failed.tolist()) == ([0], [3])
    assert (found.lowest.tolist(), found.highest.tolist()) == ([NO_LOWEST], [NO_HIGHEST])


@pytest.mark.parametrize("is_packed", [False, True])
@pytest.mark.parametrize(("devices", "codes"), [([], [1]), ([7], []), ([5], [1]), ([7], [2]), ([5], None)])
def test_nothing_counted_is_no_rows(
    database: Database, devices: list[int], codes: list[int] | None, is_packed: bool
) -> None:
    put(database, Counted(7, 100, values=(3,)))
    if is_packed:
        with database.writing() as session:
            packed.pack_days(session, [(7, 100)])
    with database.reading() as session:
        found = window(session, devices, codes, 100, 100)
    assert told(found) == []
    assert found.buckets.shape == (0, 12)


counted = st.builds(
    Counted,
    st.sampled_from(DEVICES),
    st.integers(100, 103),
    st.integers(1, 3),
    st.sampled_from(["", "a", "é"]),
    st.lists(st.integers(-5, 1 << 33), max_size=4).map(tuple),
    st.integers(0, 3),
)
days = st.tuples(st.sampled_from(DEVICES), st.integers(100, 103))


@hypothesis_settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.lists(counted, max_size=6), st.lists(days, unique=True, max_size=6)), max_size=4),
    st.sampled_from([None, [1], [1, 3]]),
)
def test_however_days_are_packed_their_sums_are_those_of_the_open_rows(
    database: Database, rounds: list[tuple[list[Counted], list[tuple[int, int]]]], codes: list[int] | None
) -> None:
    _empty(database)
    put(database, *(each for some, _ in rounds for each in some))
    with database.reading() as session:
        asked = (session, DEVICES, codes, 100, 102)
        expected, by_day = told(window(*asked)), told(day_by_day(*asked))
    _empty(database)
    for some, packing in rounds:
        put(database, *some)
        with database.writing() as session:
            packed.pack_days(session, packing)
    with database.reading() as session:
        asked = (session, DEVICES, codes, 100, 102)
        assert told(window(*asked)) == expected
        assert told(day_by_day(*asked)) == by_day


def test_a_day_packed_while_it_is_read_is_seen_once(database: Database) -> None:
    put(database, Counted(7, 100, values=(3,)))
    with database.reading() as reading:
        window(reading, [7], [1], 100, 100)
        with database.writing() as session:
            packed.pack_days(session, [(7, 100)])
            before = window(reading, [7], [1], 100, 100)
        after = window(reading, [7], [1], 100, 100)
    assert (before.n.tolist(), after.n.tolist()) == ([1], [1])
    assert rows_of(database, "device_day") == 0


def test_all_samples_of_a_device_are_counted_packed_or_not(database: Database) -> None:
    put(database, Counted(7, 100, values=(3, 4), failed=1), Counted(7, 90, values=(5,)), Counted(9, 1, values=(5,)))
    with database.writing() as session:
        packed.pack_days(session, [(7, 100)])
    with database.reading() as session:
        assert counted_of(session, [7, 8, 9]) == {7: 4, 9: 1}


def _empty(database: Database) -> None:
    with database.writing() as session:
        for table in ("device_day", "packed_day"):
            session.connection().execute(text(f"DELETE FROM {table}"))  # noqa: S608 - names of ours
