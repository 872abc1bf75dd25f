import pytest

from barometer_agent.sampler import NoData
from barometer_agent.sources.looks import Looks
from barometer_agent.sources.windows import load


def test_elsewhere_windows_is_not_asked() -> None:
    with pytest.raises(NoData, match="QueryUnbiasedInterruptTime"):
        load.read()


def test_idling_is_neither_busy_nor_counted_twice() -> None:
    # cpu_times() of a laptop with two processors that was on for an hour
    assert load.processor_us(user=540.25, system=180.5, idle=6479.25) == (720_750_000, 7_200_000_000)


def test_heat_is_added_up_from_one_look_to_the_next() -> None:
    looks = Looks()
    assert load.slowed(looks, 1_000_000, 1000) == (0, 0)
    assert load.slowed(looks, 61_000_000, 500) == (30_000_000, 60_000_000)


def test_a_windows_that_does_not_tell_of_heat_has_none_of_the_figures() -> None:
    assert load.slowed(Looks(), 1_000_000, None) == (None, None)
