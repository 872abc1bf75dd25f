from collections.abc import Callable

import pytest

from barometer_agent.sampler import NoData
from barometer_agent.sources import sign_ins
from barometer_agent.sources.records import Records
from barometer_agent.sources.sign_ins import SignIn

Asked = list[tuple[object, ...]]
FOUND = Records((SignIn(1, 2),), "b")


def test_each_system_is_asked_for_what_is_new(stand_in: Callable[[str, object], Asked]) -> None:
    asked = stand_in("sign_ins", FOUND)
    assert [sign_ins.read("a", 7, platform) for platform in ("linux", "win32", "darwin")] == [FOUND] * 3
    assert asked == [("linux", "a", 7), ("windows", "a", 7), ("macos", "a", 7)]


def test_a_system_without_a_reader_says_so(absent: Callable[[str], None]) -> None:
    absent("sign_ins")
    with pytest.raises(NoData, match="not measured yet on macOS: sign-in time"):
        sign_ins.read("", 0, "darwin")
