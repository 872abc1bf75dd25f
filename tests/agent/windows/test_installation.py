"""Who may use the agent's folder. That Windows takes it all is tried on one of Wine (tests/windows)."""

import pytest

from barometer_agent.guard import APART_MS
from barometer_agent.sampler import NoData
from barometer_agent.windows.installation import (
    HEALTHY_SECONDS,
    RESTARTS_MS,
    FailureActions,
    folder_rules,
    remove,
    settings_rules,
)
from barometer_agent.windows.owners import service_sid


def test_the_folder_is_closed_to_whoever_is_not_the_service_or_the_system() -> None:
    rules = folder_rules()
    assert rules.startswith("O:BAD:P(")
    assert [rule.split(";")[-1] for rule in rules[8:-1].split(")(")] == ["SY", "BA", service_sid("BarometerAgent")]


def test_the_settings_are_written_by_administrators_alone_and_read_by_all() -> None:
    rules = settings_rules()
    assert rules.startswith("O:BAD:P(")
    rights = {rule.split(";")[-1]: rule.split(";")[2] for rule in rules[8:-1].split(")(")}
    read = "0x1200a9"
    assert rights == {"SY": "FA", "BA": "FA", "BU": read, service_sid("BarometerAgent"): read}


def test_the_structure_is_as_wide_as_windows_expects_it() -> None:
    import ctypes

    assert ctypes.sizeof(FailureActions) == 40


def test_a_restart_of_its_own_is_always_a_first_failure_and_takes_seconds() -> None:
    assert APART_MS / 1000 > HEALTHY_SECONDS
    assert RESTARTS_MS[0] <= 10_000


def test_what_fails_again_and_again_waits_longer_and_is_not_forgotten_meanwhile() -> None:
    assert list(RESTARTS_MS) == sorted(RESTARTS_MS)
    assert RESTARTS_MS[-1] / 1000 < HEALTHY_SECONDS


def test_elsewhere_there_is_no_manager_to_ask() -> None:
    with pytest.raises(NoData, match="advapi32"):
        remove()
