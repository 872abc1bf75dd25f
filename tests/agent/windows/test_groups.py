"""That a Windows takes it all is tried on one of Wine (tests/windows), as far as that one has groups."""

import pytest

from barometer_agent.sampler import NoData
from barometer_agent.windows import groups

ACCOUNT = "S-1-5-80-1-2-3-4-5"


def test_groups_are_known_by_numbers_as_their_names_are_translated() -> None:
    assert all(group.startswith("S-1-5-32-") for group in groups.OF_SERVICE)


def test_an_account_of_a_service_may_not_become_an_administrator() -> None:
    assert "S-1-5-32-544" not in groups.OF_SERVICE


def test_an_account_of_a_service_may_not_read_the_security_log() -> None:
    assert "S-1-5-32-573" not in groups.OF_SERVICE  # Event Log Readers


def test_elsewhere_there_are_none() -> None:
    for change in (groups.join, groups.leave):
        with pytest.raises(NoData, match="this Windows has no"):
            change(ACCOUNT, groups.PERFORMANCE_MONITOR_USERS)
