"""From which day on rows are kept."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometer_collector.privacy.retention.rules.cutoffs import (
    DAY_MS,
    Period,
    day_of,
    first_kept,
    in_pace,
    iso_of,
    month_of,
)

EPOCH = date(1970, 1, 1)
DAYS = st.integers(min_value=8_000, max_value=40_000)
PERIODS = st.builds(Period, months=st.integers(0, 60)) | st.builds(Period, days=st.integers(1, 500))


def day(iso: str) -> int:
    return (date.fromisoformat(iso) - EPOCH).days


@pytest.mark.parametrize(
    ("today", "period", "first"),
    [
        ("2026-11-22", Period(months=13), "2025-10-22"),
        ("2026-03-31", Period(months=13), "2025-02-28"),
        ("2024-03-31", Period(months=1), "2024-02-29"),
        ("2026-01-15", Period(months=25), "2023-12-15"),
        ("2026-12-31", Period(months=12), "2025-12-31"),
        ("2026-11-22", Period(days=30), "2026-10-23"),
    ],
)
def test_a_period_is_counted_back_in_the_calendar(today: str, period: Period, first: str) -> None:
    assert iso_of(first_kept(day(today), period)) == first


@given(DAYS, PERIODS)
def test_as_days_go_by_what_is_kept_moves_on_and_never_back(today: int, period: Period) -> None:
    first = first_kept(today, period)
    assert first <= first_kept(today + 1, period) <= first + 4  # 1 March comes right after 28 February
    assert period.months or today - first == period.days


@given(DAYS, st.integers(0, 60))
def test_months_never_keep_less_than_so_many_whole_months(today: int, months: int) -> None:
    back = EPOCH + timedelta(days=first_kept(today, Period(months=months)))
    at = EPOCH + timedelta(days=today)
    assert (at.year - back.year) * 12 + at.month - back.month == months
    assert back.day <= at.day


@given(st.integers(0, 50_000), st.integers(0, 50_000))
def test_one_run_goes_one_day_further_at_most_and_never_further_than_wanted(wanted: int, before: int) -> None:
    now = in_pace(wanted, before)
    assert now <= wanted
    assert now <= before + 1
    assert now in (wanted, before + 1)


def test_the_first_run_goes_all_the_way() -> None:
    assert in_pace(20_000, None) == 20_000


def test_a_clock_that_jumped_ten_years_costs_a_day_an_hour() -> None:
    before = 20_000
    for _hour in range(5):
        before = in_pace(before + 3_650, before)
    assert before == 20_005
    assert in_pace(20_000, before) == 20_000  # the clock is right again: what is left stays


def test_days_and_months_are_written_as_the_tables_have_them() -> None:
    assert day_of(20_000 * DAY_MS + 5) == 20_000
    assert (month_of(day("2026-11-30")), iso_of(0)) == ("2026-11", "1970-01-01")
