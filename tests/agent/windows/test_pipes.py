"""Who may be at which end of a pipe. The pipes themselves are tried on a Windows of Wine (tests/windows)."""

import ctypes

import pytest

from barometer_agent.sampler import NoData
from barometer_agent.windows.pipes import SDDL, Overlapped, event, may_own

ME, SOMEBODY = "S-1-5-21-1-2-3-1001", "S-1-5-21-1-2-3-1002"


@pytest.mark.parametrize("service", ["S-1-5-18", "S-1-5-19", "S-1-5-20", "S-1-5-32-544", "S-1-5-80-1-2-3-4-5", ME])
def test_a_pipe_of_a_service_or_of_oneself_is_trusted_with_an_answer(service: str) -> None:
    assert may_own(service, ME)


@pytest.mark.parametrize("other", [SOMEBODY, "S-1-5-7", "S-1-5-11", "", "S-1-5-8"])
def test_a_pipe_that_another_user_made_under_this_name_is_not(other: str) -> None:
    assert not may_own(other, ME)


def test_users_may_read_and_write_and_not_make_a_second_pipe_of_the_name() -> None:
    rules = SDDL.format(owner=ME).removeprefix(f"O:{ME}D:P").strip("()").split(")(")
    assert rules[0] == "D;;GA;;;NU"
    [interactive] = [rule.split(";") for rule in rules if rule.endswith(";IU")]
    create_pipe_instance = 0x4
    assert not int(interactive[2], 16) & create_pipe_instance


def test_the_structure_is_as_wide_as_windows_expects_it() -> None:
    assert ctypes.sizeof(Overlapped) == 32


def test_elsewhere_there_are_none() -> None:
    with pytest.raises(NoData, match="kernel32"):
        event()
