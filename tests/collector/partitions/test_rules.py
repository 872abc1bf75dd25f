"""Which partitions there have to be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometer_collector.partitions.rules import (
    TABLES,
    Partitioned,
    Period,
    Step,
    day_of,
    key_of,
    name_of,
    period_of,
    wanted,
)

TODAY = 20_775  # 18 November 2026
days = st.integers(0, 40_000)
steps = st.sampled_from(list(Step))


@given(steps, days)
def test_every_day_is_in_its_period_and_in_no_other(step: Step, day: int) -> None:
    period = period_of(step, day)
    assert period.first_day <= day < period.until_day
    assert period_of(step, period.until_day) == period_of(step, period.until_day + 1) or step is Step.DAY
    assert period_of(step, period.until_day).first_day == period.until_day
    assert period_of(step, period.first_day) == period


def test_a_month_ends_where_the_next_begins() -> None:
    assert period_of(Step.MONTH, TODAY) == Period(20_758, 20_788)
    assert period_of(Step.DAY, TODAY) == Period(TODAY, TODAY + 1)


@given(days)
def test_a_month_told_by_its_name_is_the_month_of_its_days(day: int) -> None:
    first = period_of(Step.NAMED_MONTH, day).first_day
    assert day_of(key_of(Step.NAMED_MONTH, day)) == first
    assert key_of(Step.MONTH, day) == day


@pytest.mark.parametrize("key", ["", "2026-13", "2026", "26-11", "0000-01", "2026-11-01"])
def test_a_text_that_is_no_month_is_of_no_day(key: str) -> None:
    assert day_of(key) is None


@given(steps, days)
def test_names_of_different_periods_differ_and_are_names(step: Step, day: int) -> None:
    table = Partitioned("sample", "arrived", step)
    period = period_of(step, day)
    name = name_of(table, period)
    assert name.isidentifier()
    assert name_of(table, period_of(step, period.until_day)) != name


def test_names_tell_what_is_in_it() -> None:
    assert name_of(TABLES["sample"], period_of(Step.DAY, TODAY)) == "sample_20261118"
    assert name_of(TABLES["batch"], period_of(Step.NAMED_MONTH, TODAY)) == "batch_202611"


def test_samples_have_a_partition_for_each_day_of_the_week_to_come() -> None:
    assert wanted(Step.DAY, TODAY, []) == tuple(Period(day, day + 1) for day in range(TODAY - 1, TODAY + 8))


def test_months_reach_back_to_the_oldest_spool_and_into_the_next() -> None:
    names = [key_of(Step.NAMED_MONTH, period.first_day) for period in wanted(Step.MONTH, TODAY, [])]
    assert names == ["2026-10", "2026-11", "2026-12"]


def test_what_strayed_into_default_gets_its_partition() -> None:
    assert Period(TODAY - 40, TODAY - 39) in wanted(Step.DAY, TODAY, [TODAY - 40])
    assert period_of(Step.MONTH, TODAY - 300) in wanted(
        Step.NAMED_MONTH, TODAY, [key_of(Step.NAMED_MONTH, TODAY - 300)]
    )


@pytest.mark.parametrize("key", [TODAY + 400, TODAY - 2_000, "soon", "1970-01", "2199-12"])
def test_what_a_wrong_clock_made_stays_in_default(key: int | str) -> None:
    assert wanted(Step.MONTH, TODAY, [key]) == wanted(Step.MONTH, TODAY, [])
