from collections.abc import Callable

import pytest

from barometer_agent.sampler import NoData
from barometer_agent.sources import load
from barometer_agent.sources.load import Load

Asked = list[tuple[object, ...]]
FOUND = Load(1, 2, 3, 4, 5)


def test_each_system_is_asked(stand_in: Callable[[str, object], Asked]) -> None:
    asked = stand_in("load", FOUND)
    assert [load.read(platform) for platform in ("linux", "win32", "darwin")] == [FOUND] * 3
    assert asked == [("linux",), ("windows",), ("macos",)]


def test_a_system_without_a_reader_says_so(absent: Callable[[str], None]) -> None:
    absent("load")
    with pytest.raises(NoData, match="not measured yet on Windows: how busy processor, memory and disk are"):
        load.read("win32")
