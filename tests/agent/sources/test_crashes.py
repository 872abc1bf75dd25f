import pytest

from barometer_agent.sampler import NoData
from barometer_agent.sources import crashes


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_other_systems_say_that_crashes_are_not_measured_yet(platform: str) -> None:
    with pytest.raises(NoData, match=r"not measured yet on .*: application crashes"):
        crashes.read("", 0, platform)
