"""Who has a place is asked of a Windows of Wine in tests/windows; here there is none to have."""

import pytest

from barometer_agent.sampler import NoData
from barometer_agent.windows.only_one import taken


def test_elsewhere_there_is_no_place_to_have() -> None:
    with pytest.raises(NoData, match="kernel32"):
        taken("barometer-tray")
