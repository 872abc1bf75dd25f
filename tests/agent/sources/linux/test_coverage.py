import pytest

from barometer_agent.sources.coverage import Measured, NotMeasured
from barometer_agent.sources.linux.coverage import CELLS


@pytest.mark.parametrize("name", ["sign_in_ms", "wake_ms", "vpn_connect_ms", "app_crash", "os_crash"])
def test_what_is_read_from_the_journal_says_which_group_that_takes(name: str) -> None:
    cell = CELLS[name]
    assert isinstance(cell, Measured)
    assert cell.needs is not None
    assert all("systemd-journal" in text for text in cell.needs)


def test_only_hangs_and_the_quiet_after_a_boot_have_no_source() -> None:
    missing = {name for name, cell in CELLS.items() if isinstance(cell, NotMeasured)}
    assert missing == {"app_hang", "boot_idle_ms"}
