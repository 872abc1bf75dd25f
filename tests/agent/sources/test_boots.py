from collections.abc import Callable

import pytest

from barometer_agent.sampler import NoData
from barometer_agent.sources import boots
from barometer_agent.sources.boots import Boot
from barometer_agent.sources.records import Records

Asked = list[tuple[object, ...]]
FOUND = Records((Boot(1, 2),), "b")


def test_each_system_is_asked_for_what_is_new(stand_in: Callable[[str, object], Asked]) -> None:
    asked = stand_in("boots", FOUND)
    assert [boots.read("a", 7, platform) for platform in ("linux", "win32", "darwin")] == [FOUND] * 3
    assert asked == [("linux", "a", 7), ("windows", "a", 7), ("macos", "a", 7)]


def test_a_system_without_a_reader_says_so(absent: Callable[[str], None]) -> None:
    absent("boots")
    with pytest.raises(NoData, match="not measured yet on macOS: boot time"):
        boots.read("", 0, "darwin")
