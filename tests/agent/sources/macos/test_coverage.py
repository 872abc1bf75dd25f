import pytest

from barometer_agent.sources.coverage import Measured
from barometer_agent.sources.macos.coverage import CELLS


@pytest.mark.parametrize("name", ["boot_ms", "sign_in_ms", "app_crash", "app_hang", "os_crash", "wifi_signal_dbm"])
def test_what_takes_root_says_so(name: str) -> None:
    cell = CELLS[name]
    assert isinstance(cell, Measured)
    assert cell.needs is not None
    assert all("root" in text for text in cell.needs)
