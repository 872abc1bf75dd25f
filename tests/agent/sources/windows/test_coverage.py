import pytest

from barometer_agent.sources.coverage import Measured
from barometer_agent.sources.windows.coverage import CELLS

RIGHTS = {
    "boot_ms": ("runs as a service", "draait als service"),
    "drive_failing": ("administrator", "beheerder"),
    "wifi_signal_dbm": ("Location", "Locatie"),
}


@pytest.mark.parametrize(("name", "right"), RIGHTS.items())
def test_what_takes_rights_says_which(name: str, right: tuple[str, str]) -> None:
    cell = CELLS[name]
    assert isinstance(cell, Measured)
    assert cell.needs is not None
    assert right[0] in cell.needs.en
    assert right[1] in cell.needs.nl
