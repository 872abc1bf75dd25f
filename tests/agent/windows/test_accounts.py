"""Accounts are asked of a Windows of Wine in tests/windows; here there are none to ask for."""

import pytest

from barometer_agent.sampler import NoData
from barometer_agent.windows.accounts import name_of, own_sid


def test_elsewhere_nobody_is_made_up() -> None:
    with pytest.raises(NoData, match="kernel32"):
        own_sid()
    with pytest.raises(NoData, match="advapi32"):
        name_of("S-1-5-18")
