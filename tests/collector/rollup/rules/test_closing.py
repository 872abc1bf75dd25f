"""When a day is over."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from barometer_collector.rollup.rules.closing import closed_before

moments = st.integers(1_600_000_000, 4_000_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))


def _day(moment: datetime, offset_hours: int) -> int:
    return int((moment + timedelta(hours=offset_hours)).timestamp()) // 86_400


@given(moments, st.integers(-12, 14))
def test_no_laptop_on_earth_is_still_in_a_day_that_is_over(now: datetime, offset_hours: int) -> None:
    assert closed_before(now) <= _day(now, offset_hours)


@given(moments)
def test_yesterday_is_over_for_everybody_in_the_afternoon_and_the_day_before_always(now: datetime) -> None:
    today = _day(now, 0)
    assert closed_before(now) == (today if now.hour >= 13 else today - 1)
