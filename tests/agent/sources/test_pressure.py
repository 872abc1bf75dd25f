from collections.abc import Callable

import pytest

from barometer_agent.sampler import NoData
from barometer_agent.sources import pressure
from barometer_agent.sources.pressure import Pressure, Waited

Asked = list[tuple[object, ...]]
FOUND = Pressure(1, {"cpu": Waited(2, 3)}, basis="counters")


def test_each_system_is_asked(stand_in: Callable[[str, object], Asked]) -> None:
    asked = stand_in("pressure", FOUND)
    assert [pressure.read(platform) for platform in ("linux", "win32", "darwin")] == [FOUND] * 3
    assert asked == [("linux",), ("windows",), ("macos",)]


def test_a_system_without_a_reader_says_so(absent: Callable[[str], None]) -> None:
    absent("pressure")
    with pytest.raises(NoData, match="not measured yet on Windows: waiting for processor, memory and disk"):
        pressure.read("win32")
