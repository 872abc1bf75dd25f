"""Costs that add up to the score, exactly."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from barometer_collector.scoring.rules.breakdown import FULL, NONE, break_down, largest_remainder

WEIGHTS = np.array([15.0, 10, 25, 25, 15, 5, 5])
PARTS = len(WEIGHTS)
points = st.lists(st.floats(0, 100) | st.just(np.nan), min_size=PARTS, max_size=PARTS)
flags = st.lists(st.booleans(), min_size=PARTS, max_size=PARTS)


@given(points, flags, st.sampled_from([0.0, 0.5]), st.sampled_from([None, 30.0]))
def test_the_costs_add_up_to_the_score_exactly(
    parts: list[float], applicable: list[bool], least: float, cap: float | None
) -> None:
    found = break_down(np.array([parts]), np.array([applicable]), WEIGHTS, least, cap)
    if found.value[0] == NONE:
        assert found.cost.sum() == found.cap_cost[0] == 0
        return
    assert 0 <= found.value[0] <= FULL
    assert found.value[0] == FULL - found.cost.sum() - found.cap_cost[0]
    assert (found.cost >= 0).all()
    assert found.cap_cost[0] >= 0


@given(points, flags)
def test_it_is_the_weighted_mean_of_what_has_data_limited_by_the_lowest(
    parts: list[float], applicable: list[bool]
) -> None:
    """Against a plain computation."""
    found = break_down(np.array([parts]), np.array([applicable]), WEIGHTS, 0.5, 30.0)
    has = [i for i in range(PARTS) if applicable[i] and not np.isnan(parts[i])]
    could = sum(WEIGHTS[i] for i in range(PARTS) if applicable[i])
    coverage = sum(WEIGHTS[i] for i in has) / could if could else 0
    assert np.isclose(found.coverage[0], coverage)
    if not has or coverage < 0.5:
        assert found.value[0] == NONE
        return
    mean = sum(parts[i] * WEIGHTS[i] for i in has) / sum(WEIGHTS[i] for i in has)
    assert abs(found.value[0] / 100 - min(mean, min(parts[i] for i in has) + 30)) <= 0.0051


@given(points, st.integers(0, PARTS - 1))
def test_a_missing_part_never_moves_the_score_outside_the_range_of_the_others(parts: list[float], gone: int) -> None:
    left = [np.nan if i == gone else part for i, part in enumerate(parts)]
    found = break_down(np.array([left]), np.ones((1, PARTS), dtype=bool), WEIGHTS, 0, None)
    there = [part for part in left if not np.isnan(part)]
    if not there:
        assert found.value[0] == NONE
    else:
        assert min(there) - 0.0051 <= found.value[0] / 100 <= max(there) + 0.0051


@given(points, st.integers(0, PARTS - 1), st.floats(0, 100))
def test_more_points_for_a_part_never_make_the_score_lower(parts: list[float], which: int, more: float) -> None:
    if np.isnan(parts[which]):
        return
    better = [min(100, part + more) if i == which else part for i, part in enumerate(parts)]
    both = break_down(np.array([parts, better]), np.ones((2, PARTS), dtype=bool), WEIGHTS, 0, 30.0)
    assert both.value[1] >= both.value[0]


def test_one_broken_part_cannot_hide_behind_six_good_ones() -> None:
    found = break_down(np.array([[100.0] * 6 + [0.0]]), np.ones((1, PARTS), dtype=bool), WEIGHTS, 0.5, 30.0)
    assert (found.value[0], found.cap_cost[0], found.lowest[0]) == (3000, 6500, 6)


def test_below_the_least_coverage_there_is_no_score() -> None:
    parts = np.array([[80.0, np.nan], [np.nan, np.nan]])
    found = break_down(parts, np.ones((2, 2), dtype=bool), np.array([49.0, 51.0]), 0.5, None)
    assert found.value.tolist() == [NONE, NONE]
    assert break_down(parts[:1], np.ones((1, 2), dtype=bool), np.array([50.0, 50.0]), 0.5, None).value[0] == 8000


def test_the_rest_goes_to_the_largest_fractions_and_of_equal_ones_to_the_first() -> None:
    assert largest_remainder(np.array([[1.2, 1.7, 1.1]]), np.array([4])).tolist() == [[1, 2, 1]]
    assert largest_remainder(np.array([[0.5, 0.5]]), np.array([1])).tolist() == [[1, 0]]
