from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometer_agent.prompting import Desktop
from barometer_agent.sampler import NoData, Reason
from barometer_agent.sources import desktop

Asked = list[tuple[object, ...]]
told = st.sampled_from([True, False, None])
NOW = datetime(2026, 11, 16, 11, 0, tzinfo=UTC)


def test_each_system_is_asked_at_the_moment_of_the_question(stand_in: Callable[[str, object], Asked]) -> None:
    asked = stand_in("desktop", Desktop(in_call=True))
    assert [desktop.read(NOW, platform) for platform in ("linux", "win32", "darwin")] == [Desktop(in_call=True)] * 3
    assert asked == [("linux", NOW), ("windows", NOW), ("macos", NOW)]


def test_a_desktop_that_tells_nothing_is_unknown_and_no_obstacle(stand_in: Callable[[str, object], Asked]) -> None:
    stand_in("desktop", NoData(Reason("nothing is told", "er wordt niets verteld")))
    assert desktop.read(NOW, "win32") == Desktop()


@pytest.mark.parametrize("platform", ["linux", "win32", "darwin", "aix"])
def test_a_system_whose_desktop_is_not_read_is_unknown(platform: str, absent: Callable[[str], None]) -> None:
    absent("desktop")
    assert desktop.read(NOW, platform) == Desktop()


@given(told, told)
def test_a_call_is_a_microphone_or_a_camera(microphone: bool | None, camera: bool | None) -> None:
    found = desktop.either(microphone, camera)
    assert (found is True) == (microphone is True or camera is True)
    assert (found is False) == (microphone is False and camera is False)
