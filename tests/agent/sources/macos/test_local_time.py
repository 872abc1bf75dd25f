from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from barometer_agent.sources.macos import local_time

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def test_summer_time_is_known() -> None:
    winter, summer = datetime(2026, 11, 20, 9, 0), datetime(2026, 7, 20, 9, 0)  # noqa: DTZ001
    assert local_time.moment_us(winter, AMSTERDAM) == 1_795_161_600_000_000
    assert local_time.moment_us(summer, AMSTERDAM) == datetime(2026, 7, 20, 7, 0, tzinfo=UTC).timestamp() * 1_000_000


@given(st.integers(min_value=0, max_value=4_000_000_000))
def test_a_moment_comes_back_but_for_the_hour_that_there_is_twice(second: int) -> None:
    back = local_time.moment_us(local_time.at(second * 1_000_000, AMSTERDAM), AMSTERDAM)
    assert back - second * 1_000_000 in (0, -3_600_000_000)


@given(st.integers(min_value=86_400, max_value=4_000_000_000))
def test_this_machines_own_zone_is_used_without_another(second: int) -> None:
    local = local_time.at(second * 1_000_000)
    assert local == datetime.fromtimestamp(second)  # noqa: DTZ006 - its local time is meant
