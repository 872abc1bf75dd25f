"""Days that are added up as they are read."""

from dataclasses import replace

import numpy as np
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import text

from barometer_collector.database import Database
from barometer_collector.rollup.rules.counts import HIGHEST, LOWEST, NO_HIGHEST, NO_LOWEST, added_up
from barometer_collector.rollup.store import packed, summed
from barometer_collector.rollup.window import window
from tests.collector.rollup.day_rows import Counted, put, told

DEVICES = [3, 7, 9]
_rows = st.lists(
    st.builds(
        Counted,
        st.sampled_from(DEVICES),
        st.integers(100, 104),
        st.integers(1, 3),
        st.sampled_from(["", "a", "b"]),
        st.lists(st.integers(0, 10**10), max_size=5).map(tuple),
        st.integers(0, 300),
    ),
    max_size=25,
)


@hypothesis_settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_rows, st.lists(st.tuples(st.sampled_from(DEVICES), st.integers(100, 104))), _rows)
def test_they_are_those_of_the_window(
    database: Database, before: list[Counted], pack: list[tuple[int, int]], after: list[Counted]
) -> None:
    with database.writing() as session:
        for table in ("device_day", "packed_day"):
            session.connection().execute(text(f"DELETE FROM {table}"))  # noqa: S608 - ours
    put(database, *before)
    with database.writing() as session:
        packed.pack_days(session, sorted({*pack}))
    put(database, *after)
    with database.reading() as session:
        found = added_up(summed.rows(session, DEVICES, {1: 101, 2: 103, 3: 101}, 104), over_days=True)
        days = {
            metric: window(session, DEVICES, [metric], first, 104) for metric, first in ((1, 101), (2, 103), (3, 101))
        }
    expected = []
    for counts in days.values():
        numbers = counts.numbers.copy()
        numbers[:, LOWEST], numbers[:, HIGHEST] = NO_LOWEST, NO_HIGHEST
        expected += told(replace(counts, numbers=numbers))
    assert told(found) == sorted(expected)


def test_more_values_than_fit_together_are_counted_too(database: Database) -> None:
    put(database, Counted(7, 100, values=(3,) * 40_000), Counted(9, 100, values=(3,)))
    with database.reading() as session:
        found = added_up(summed.rows(session, DEVICES, {1: 100}, 100), over_days=True)
    assert found.buckets[:, 3].tolist() == found.n.tolist() == [40_000, 1]
    assert np.array_equal(found.total, [120_000, 3])
