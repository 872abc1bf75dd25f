from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from barometer_agent.prompting import Desktop
from barometer_agent.sources.windows import desktop

told = st.sampled_from([True, False, None])


@given(told, told)
def test_either_of_two_may_tell_yes_and_only_the_one_that_sees_most_no(first: bool | None, second: bool | None) -> None:
    found = desktop.either(first, second)
    assert (found is True) == (first is True or second is True)
    assert (found is False) == (first is False and second is not True)


def test_elsewhere_nothing_is_known_but_the_battery() -> None:
    found = desktop.read(datetime(2026, 11, 16, 11, 0, tzinfo=UTC))
    assert found == Desktop(battery_percent=found.battery_percent)
