"""Who may use the agent's folder. That Windows takes it all is tried on one of Wine (tests/windows)."""

import pytest

from barometer_agent.sampler import NoData
from barometer_agent.windows.installation import FailureActions, folder_rules, remove, service_sid


def test_the_account_of_a_service_has_the_number_that_windows_gives_it() -> None:
    # The one that is known best: it owns the files of every Windows.
    assert (
        service_sid("TrustedInstaller")
        == "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464"
        == service_sid("trustedinstaller")
    )


def test_the_folder_is_closed_to_whoever_is_not_the_service_or_the_system() -> None:
    rules = folder_rules()
    assert rules.startswith("D:P(")
    assert [rule.split(";")[-1] for rule in rules[3:].strip("()").split(")(")] == [
        "SY",
        "BA",
        service_sid("BarometerAgent"),
    ]


def test_the_structure_is_as_wide_as_windows_expects_it() -> None:
    import ctypes

    assert ctypes.sizeof(FailureActions) == 40


def test_elsewhere_there_is_no_manager_to_ask() -> None:
    with pytest.raises(NoData, match="advapi32"):
        remove()
