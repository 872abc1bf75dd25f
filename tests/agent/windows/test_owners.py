"""Whose files are taken for the administrators'; whose a file is, is asked on a Windows of Wine (tests/windows)."""

import pytest

from barometer_agent.sampler import NoData
from barometer_agent.windows.owners import TRUSTED_INSTALLER, service_sid, trusted


def test_the_account_of_a_service_has_the_number_that_windows_gives_it() -> None:
    # The one that is known best: it owns the files of every Windows.
    assert service_sid("TrustedInstaller") == TRUSTED_INSTALLER == service_sid("trustedinstaller")


def test_elsewhere_there_are_no_such_accounts() -> None:
    with pytest.raises(NoData):
        trusted()
