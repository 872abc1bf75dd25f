from collections.abc import Callable

import pytest

from barometer_agent.sampler import NoData, Reason
from barometer_agent.sources import appearance
from barometer_agent.sources.appearance import Appearance

Asked = list[tuple[object, ...]]


def test_each_system_is_asked(stand_in: Callable[[str, object], Asked]) -> None:
    found = Appearance(dark=True)
    asked = stand_in("appearance", found)
    assert [appearance.read(platform) for platform in ("linux", "win32", "darwin")] == [found] * 3
    assert asked == [("linux",), ("windows",), ("macos",)]


def test_a_desktop_that_tells_nothing_is_unknown(stand_in: Callable[[str, object], Asked]) -> None:
    stand_in("appearance", NoData(Reason("nothing is told", "er wordt niets verteld")))
    assert appearance.read("linux") == Appearance()


@pytest.mark.parametrize("platform", ["darwin", "aix"])
def test_a_system_whose_desktop_is_not_read_is_unknown(platform: str, absent: Callable[[str], None]) -> None:
    absent("appearance")
    assert appearance.read(platform) == Appearance()
