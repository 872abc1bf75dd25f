"""A device's day as bytes, and back."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometer_collector.rollup.rules.counts import COLUMNS, HIGHEST, LOWEST, NO_HIGHEST, NO_LOWEST, IntArray, N
from barometer_collector.rollup.rules.packing import (
    KeyList,
    id_of,
    merged_days,
    pack,
    pack_keys,
    unpack,
    unpack_all,
    unpack_keys,
)

whole = st.one_of(
    st.integers(0, 300), st.integers(-(2**17), 2**17), st.integers(-(2**40), 2**40), st.integers(-(2**63), 2**63 - 1)
)
subjects = st.text(st.characters(codec="utf-8"), max_size=8)
key_lists = st.lists(st.tuples(st.integers(0, 32_767), subjects), unique=True, max_size=12).map(
    lambda keys: tuple(sorted(keys))
)


def _row(values: list[int]) -> list[int]:
    """Without a value there are no extremes."""
    if values[N] == 0:
        values[LOWEST], values[HIGHEST] = NO_LOWEST, NO_HIGHEST
    return values


rows = st.lists(whole, min_size=COLUMNS, max_size=COLUMNS).map(_row)
days = st.lists(rows, max_size=8).map(lambda found: np.array(found, dtype=np.int64).reshape(-1, COLUMNS))


@given(days)
def test_a_day_unpacked_is_the_day_that_was_packed(day: IntArray) -> None:
    assert (unpack(pack(day)) == day).all()


@given(st.lists(days, max_size=6))
def test_many_days_are_unpacked_at_once_as_each_alone(found: list[IntArray]) -> None:
    numbers, lengths = unpack_all([pack(day) for day in found])
    assert lengths.tolist() == [len(day) for day in found]
    assert numbers.tolist() == [row for day in found for row in day.tolist()]


@pytest.mark.parametrize(
    ("count", "value", "width"), [(200, 30_000, 20), (40_000, 1 << 30, 40), (1 << 20, 1 << 40, 80)]
)
def test_a_row_is_as_narrow_as_its_largest_numbers_allow(count: int, value: int, width: int) -> None:
    row = [count, 0, value, 1, value, *[count] * 12]
    assert len(pack(np.array([row] * 7, dtype=np.int64))) == 1 + 7 * width


@given(key_lists)
def test_keys_unpacked_are_the_keys_that_were_packed(keys: KeyList) -> None:
    assert unpack_keys(pack_keys(keys)) == keys


@given(key_lists, key_lists)
def test_different_keys_have_different_numbers_of_63_bits(one: KeyList, other: KeyList) -> None:
    assert 0 <= id_of(pack_keys(one)) < 1 << 63
    assert (id_of(pack_keys(one)) == id_of(pack_keys(other))) == (one == other)


def test_the_number_of_a_list_never_changes() -> None:
    assert id_of(pack_keys(((1, ""), (10, "intranet")))) == 2_398_928_453_195_904_468


small = st.lists(st.integers(0, 1_000), min_size=COLUMNS, max_size=COLUMNS).map(_row)
parts = st.lists(st.dictionaries(st.tuples(st.integers(1, 3), st.sampled_from("ab")), small, max_size=4), max_size=4)


def _part(rows_by_key: dict[tuple[int, str], list[int]]) -> tuple[KeyList, IntArray]:
    keys = tuple(sorted(rows_by_key))
    return keys, np.array([rows_by_key[key] for key in keys], dtype=np.int64).reshape(-1, COLUMNS)


@given(parts, st.randoms())
def test_parts_of_a_day_make_the_same_day_in_any_order(found: list[dict[tuple[int, str], list[int]]], rng) -> None:  # type: ignore[no-untyped-def]
    keys, numbers = merged_days([_part(each) for each in found])
    rng.shuffle(found)
    again, same = merged_days([_part(each) for each in found])
    assert (keys, numbers.tolist()) == (again, same.tolist())
    assert keys == tuple(sorted({key for each in found for key in each}))
    for place, key in enumerate(keys):
        own = [each[key] for each in found if key in each]
        assert numbers[place][N] == sum(row[N] for row in own)
        assert numbers[place][LOWEST] == min(row[LOWEST] for row in own)
        assert numbers[place][HIGHEST] == max(row[HIGHEST] for row in own)


def test_a_count_beyond_64_bits_is_refused_not_wrapped() -> None:
    most = np.full((1, COLUMNS), 2**63 - 1, dtype=np.int64)
    with pytest.raises(OverflowError):
        merged_days([(((1, ""),), most), (((1, ""),), most)])
