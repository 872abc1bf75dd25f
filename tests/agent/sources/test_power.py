from collections.abc import Callable

import pytest

from barometer_agent.sampler import NoData
from barometer_agent.sources import power
from barometer_agent.sources.power import Battery
from barometer_shared.samples import GapKind

Asked = list[tuple[object, ...]]
FOUND = (Battery(41_200_000, 57_000_000, "uWh", runtime_minutes=312),)


def test_each_system_is_asked(stand_in: Callable[[str, object], Asked]) -> None:
    asked = stand_in("power", FOUND)
    assert [power.read(platform) for platform in ("linux", "win32", "darwin")] == [FOUND] * 3
    assert asked == [("linux",), ("windows",), ("macos",)]


def test_a_machine_without_a_battery_is_neither_blamed_nor_praised(stand_in: Callable[[str, object], Asked]) -> None:
    stand_in("power", ())
    with pytest.raises(NoData, match="has no battery") as nothing:
        power.read("darwin")
    assert nothing.value.kind is GapKind.NOT_APPLICABLE


def test_a_system_without_a_reader_says_so(absent: Callable[[str], None]) -> None:
    absent("power")
    with pytest.raises(NoData, match="not measured yet on Windows: what the battery still holds"):
        power.read("win32")
