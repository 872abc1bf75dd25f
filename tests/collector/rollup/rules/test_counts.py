"""Rows of devices are added up."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from barometer_collector.rollup.rules.counts import COLUMNS, HIGHEST, LOWEST, Rows, added_up
from tests.collector.rollup.day_rows import told

KEYS = ((5, "b"), (1, "a"), (5, "a"))
row = st.tuples(
    st.integers(0, 2),
    st.integers(-3, 3),
    st.integers(0, 2),
    st.lists(st.integers(0, 99), min_size=COLUMNS, max_size=COLUMNS),
)


def _rows(found: list[tuple[int, int, int, list[int]]]) -> Rows:
    device, day, key = (np.array([each[column] for each in found], dtype=np.int64) for column in range(3))
    return Rows(device, day, key, KEYS, np.array([each[3] for each in found], dtype=np.int64).reshape(-1, COLUMNS))


@given(st.lists(row, max_size=12), st.booleans())
def test_what_python_adds_up_is_what_is_told(found: list[tuple[int, int, int, list[int]]], over_days: bool) -> None:
    expected: dict[tuple[int, int, int, str], list[int]] = {}
    for device, day, key, numbers in found:
        place = (device, 0 if over_days else day, *KEYS[key])
        before = expected.get(place)
        expected[place] = numbers if before is None else [a + b for a, b in zip(before, numbers, strict=True)]
        if before is not None:
            expected[place][LOWEST] = min(before[LOWEST], numbers[LOWEST])
            expected[place][HIGHEST] = max(before[HIGHEST], numbers[HIGHEST])
    counts = added_up(_rows(found), over_days=over_days)
    assert told(counts) == [(*place, tuple(expected[place])) for place in sorted(expected)]


@given(st.lists(row, max_size=12), st.data())
def test_order_and_grouping_change_nothing(found: list[tuple[int, int, int, list[int]]], data: st.DataObject) -> None:
    once = told(added_up(_rows(found), over_days=True))
    assert told(added_up(_rows(data.draw(st.permutations(found))), over_days=True)) == once


def test_nothing_read_is_no_rows() -> None:
    assert told(added_up(Rows(*_rows([]).__dict__.values()), over_days=True)) == []
    nothing = _rows([])
    assert told(added_up(Rows(nothing.device, nothing.day, nothing.key, (), nothing.numbers), over_days=False)) == []
