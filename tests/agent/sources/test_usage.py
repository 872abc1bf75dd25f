from collections.abc import Callable

import pytest

from barometer_agent.sampler import NoData, Reason
from barometer_agent.sources import usage
from barometer_agent.sources.usage import AWAKE, Use

Asked = list[tuple[object, ...]]


def test_each_system_is_asked(stand_in: Callable[[str, object], Asked]) -> None:
    asked = stand_in("usage", Use(False, "input"))
    assert [usage.read(platform) for platform in ("linux", "win32", "darwin")] == [Use(False, "input")] * 3
    assert asked == [("linux",), ("windows",), ("macos",)]


def test_where_nothing_better_can_be_measured_awake_counts_and_says_so(
    stand_in: Callable[[str, object], Asked],
) -> None:
    stand_in("usage", NoData(Reason("no session", "geen sessie")))
    assert usage.read("win32") == AWAKE == Use(True, "awake")


@pytest.mark.parametrize("platform", ["linux", "win32", "darwin"])
def test_where_input_is_not_read_awake_counts(platform: str, absent: Callable[[str], None]) -> None:
    absent("usage")
    assert usage.read(platform) == AWAKE
