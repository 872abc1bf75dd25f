import pytest

from barometer_agent.sampler import NoData
from barometer_agent.sources import pressure


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_other_systems_say_that_waiting_is_not_measured_yet(platform: str) -> None:
    with pytest.raises(NoData, match="not measured yet on"):
        pressure.read(platform)
