from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometer_agent.sampler import NoData, Reason
from barometer_agent.sources import screen
from barometer_agent.sources.screen import Area, Screen, believable

Asked = list[tuple[object, ...]]
numbers = st.integers(-3000, 3000)
areas = st.builds(Area, numbers, numbers, st.integers(0, 3000), st.integers(0, 3000))


def test_each_system_is_asked(stand_in: Callable[[str, object], Asked]) -> None:
    found = Screen(Area(0, 0, 800, 600), 1.5)
    asked = stand_in("screen", found)
    assert [screen.read(platform) for platform in ("linux", "win32", "darwin")] == [found] * 3
    assert asked == [("linux",), ("windows",), ("macos",)]


def test_a_screen_that_tells_nothing_is_unknown(stand_in: Callable[[str, object], Asked]) -> None:
    stand_in("screen", NoData(Reason("nothing is told", "er wordt niets verteld")))
    assert screen.read("win32") == Screen()


@pytest.mark.parametrize("platform", ["darwin", "aix"])
def test_a_system_whose_screen_is_not_read_is_unknown(platform: str, absent: Callable[[str], None]) -> None:
    absent("screen")
    assert screen.read(platform) == Screen()


@given(areas, areas)
def test_what_two_areas_share_lies_in_both_whichever_is_asked(one: Area, other: Area) -> None:
    both = one.within(other)
    assert both == other.within(one)
    assert both.width <= min(one.width, other.width)
    assert both.left >= max(one.left, other.left)
    assert one.within(one) == one


def test_a_scale_that_nobody_would_choose_is_none() -> None:
    assert [believable(scale) for scale in (0.1, 1.0, 2.0, 40.0)] == [None, 1.0, 2.0, None]
