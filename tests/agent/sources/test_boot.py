import pytest

from barometer_agent.sampler import NoData
from barometer_agent.sources import boot


@pytest.mark.parametrize(("platform", "name"), [("win32", "Windows"), ("darwin", "macOS")])
def test_other_systems_say_that_boot_time_is_not_measured_yet(platform: str, name: str) -> None:
    with pytest.raises(NoData, match=f"not measured yet on {name}: boot time"):
        boot.read(platform)
