"""How fast the database grows, and when its disk is full."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometer_collector.privacy.retention.rules.forecast import Growth, Use, days_until_full, growth_of, most_raw

DAY = 86_400_000


def test_growth_is_per_day_over_the_last_week() -> None:
    uses = [Use(day * DAY, 1_000 + 100 * day, 60 * day) for day in range(20)]
    assert growth_of(uses) == Growth(raw=60, rest=40)


def test_what_was_a_month_ago_says_nothing_of_today() -> None:
    uses = [Use(0, 0, 0), Use(30 * DAY, 10_000, 0), Use(31 * DAY, 10_010, 0)]
    assert growth_of(uses) == Growth(raw=0, rest=10)


@pytest.mark.parametrize("uses", [[], [Use(0, 1, 1)], [Use(0, 1, 1), Use(DAY // 2, 2, 2)]])
def test_before_a_day_was_seen_no_growth_is_told(uses: list[Use]) -> None:
    assert growth_of(uses) is None


def test_a_disk_that_everything_fills_is_full_when_the_room_is_used_up() -> None:
    assert days_until_full(Growth(raw=50, rest=50), raw=0, most_raw=10_000, free=1_200) == 12


def test_raw_samples_that_reached_what_they_may_take_fill_no_disk() -> None:
    assert days_until_full(Growth(raw=50, rest=10), raw=900, most_raw=1_000, free=220) == pytest.approx(2 + 10)
    assert math.isinf(days_until_full(Growth(raw=50, rest=0), raw=900, most_raw=1_000, free=220))


def test_a_database_that_shrinks_never_fills_its_disk() -> None:
    assert math.isinf(days_until_full(Growth(raw=-5, rest=-1), raw=10, most_raw=0, free=5))


def test_raw_samples_take_so_many_days_or_what_they_may() -> None:
    assert most_raw(Growth(10, 0), 30, None) == 300
    assert most_raw(Growth(10, 0), 30, 100) == 100
    assert most_raw(Growth(-10, 0), 30, None) == 0


AMOUNTS = st.floats(-1_000, 1_000)


@given(AMOUNTS, AMOUNTS, st.integers(0, 10_000), st.integers(0, 10_000), st.integers(0, 10_000))
def test_more_room_never_makes_it_full_sooner(raw: float, rest: float, used: int, most: int, free: int) -> None:
    growth = Growth(raw, rest)
    sooner, later = (days_until_full(growth, used, most, room) for room in (free, free + 100))
    assert 0 <= sooner <= later or math.isclose(sooner, later)
