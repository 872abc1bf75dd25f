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


@pytest.mark.parametrize(
    ("critical", "warned", "failing"),
    [
        (0x00, [], False),
        (0x02, ["temperature"], False),
        (0x01, ["spare"], True),
        (0x06, ["temperature", "degraded"], True),
        (0x38, ["readonly", "volatile_mem", "pmr_readonly"], True),
        (0x80, ["reserved"], True),
    ],
)
def test_a_drive_that_warns_of_more_than_its_temperature_is_failing(
    critical: int, warned: list[str], failing: bool
) -> None:
    assert drives.nvme_warnings(critical) == warned
    assert drives.is_failing(warned) is failing
