"""Rows as they are stored."""

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from barometer_collector.scoring.model import load
from barometer_collector.scoring.rules.record import packed, summed, sums_of, unpacked
from barometer_collector.scoring.service.devices import layout_of

LAYOUT = layout_of(load())
OTHER = layout_of(replace(load(), name="other"))
_HIGHEST = [(1 << (8 * width - 1)) - 1 for width in LAYOUT.widths.values()]

rows = st.lists(st.tuples(*(st.integers(0, highest) for highest in _HIGHEST)), min_size=1, max_size=4)


@given(rows)
def test_what_was_packed_is_unpacked(some: list[tuple[int, ...]]) -> None:
    numbers = np.array(some, dtype=np.int64)
    assert (unpacked(LAYOUT, packed(LAYOUT, numbers)) == numbers).all()


@given(rows)
def test_sums_are_stored_whole(some: list[tuple[int, ...]]) -> None:
    total = np.array(some, dtype=np.int64).sum(axis=0)
    assert (sums_of(LAYOUT, summed(LAYOUT, total)) == total).all()


def test_rows_of_another_model_or_round_count_for_nothing() -> None:
    numbers = np.ones((3, len(LAYOUT.widths)), dtype=np.int64)
    theirs, earlier, ours = packed(OTHER, numbers)[0], packed(LAYOUT, numbers, 1)[0], packed(LAYOUT, numbers, 2)[0]
    found = unpacked(LAYOUT, [theirs, None, b"short", ours, earlier], 2)
    assert found.any(axis=1).tolist() == [False, False, False, True, False]
    assert not sums_of(LAYOUT, summed(OTHER, numbers[0])).any()
    assert not sums_of(LAYOUT, None).any()


def test_a_number_too_large_for_its_place_is_the_largest_that_fits() -> None:
    numbers = np.full((1, len(LAYOUT.widths)), 2**63 - 1, dtype=np.int64)
    assert unpacked(LAYOUT, packed(LAYOUT, numbers))[0].tolist() == _HIGHEST


def test_a_device_takes_less_than_400_bytes() -> None:
    assert len(packed(LAYOUT, LAYOUT.nothing()[None, :])[0]) < 400
