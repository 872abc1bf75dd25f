from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from barometer_agent.prompting import Desktop
from barometer_agent.sources.windows import desktop

told = st.sampled_from([True, False, None])


@given(told, told)
def test_a_hint_may_tell_yes_and_never_no(whole: bool | None, hint: bool | None) -> None:
    found = desktop.hinted(whole, hint)
    assert (found is True) == (whole is True or hint is True)
    assert (found is False) == (whole is False and hint is not True)


def test_elsewhere_nothing_is_known_but_the_battery() -> None:
    found = desktop.read(datetime(2026, 11, 16, 11, 0, tzinfo=UTC))
    assert found == Desktop(battery_percent=found.battery_percent)
