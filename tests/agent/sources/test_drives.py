from collections.abc import Callable

import pytest

from barometer_agent.sampler import NoData
from barometer_agent.sources import drives
from barometer_agent.sources.drives import Drive

Asked = list[tuple[object, ...]]
FOUND = (Drive("nvme0n1", failing=False, wear_permille=30),)


def test_each_system_is_asked(stand_in: Callable[[str, object], Asked]) -> None:
    asked = stand_in("drives", FOUND)
    assert [drives.read(platform) for platform in ("linux", "win32", "darwin")] == [FOUND] * 3
    assert asked == [("linux",), ("windows",), ("macos",)]


def test_a_system_without_a_reader_says_so(absent: Callable[[str], None]) -> None:
    absent("drives")
    with pytest.raises(NoData, match="not measured yet on Windows: the health of the drives"):
        drives.read("win32")
