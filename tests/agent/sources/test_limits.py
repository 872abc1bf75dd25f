from collections.abc import Callable

from barometer_agent.sampler import NoData, Reason
from barometer_agent.sources import limits
from barometer_agent.sources.limits import Limits

Asked = list[tuple[object, ...]]


def test_each_system_is_asked(stand_in: Callable[[str, object], Asked]) -> None:
    asked = stand_in("limits", Limits(battery_saver=True))
    assert [limits.read(platform).battery_saver for platform in ("linux", "win32", "darwin")] == [True] * 3
    assert asked == [("linux",), ("windows",), ("macos",)]


def test_what_cannot_be_seen_limits_nothing(
    stand_in: Callable[[str, object], Asked], absent: Callable[[str], None]
) -> None:
    stand_in("limits", NoData(Reason("no power manager", "geen energiebeheer")))
    assert limits.read("linux") == Limits()
    stand_in("limits", PermissionError("not for you"))
    assert limits.read("linux") == Limits()
    absent("limits")
    assert limits.read("darwin") == Limits(battery_saver=False, metered=False)
