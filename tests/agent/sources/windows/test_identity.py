import pytest

from barometer_agent.sampler import NoData
from barometer_agent.sources.windows import identity


def test_elsewhere_there_is_no_registry() -> None:
    with pytest.raises(NoData, match="MachineGuid is read on Windows alone"):
        identity.lasting()


def test_the_system_has_a_name_for_people() -> None:
    assert identity.os_name().startswith("Windows ")
