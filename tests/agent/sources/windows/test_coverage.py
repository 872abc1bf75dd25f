import pytest

from barometer_agent.sources import coverage, system
from barometer_agent.sources.coverage import Measured, NotMeasured
from barometer_shared.metrics import METRICS

CELLS = coverage.cells("windows")
READERS = {
    "boot_ms": "boots",
    "sign_in_ms": "sign_ins",
    "wake_ms": "wakes",
    "vpn_connect_ms": "vpn_connects",
    "app_crash": "crashes",
    "os_restart": "restarts",
    "pressure_permille": "pressure",
    "cpu_busy_permille": "load",
    "battery_capacity_permille": "power",
    "drive_failing": "drives",
    "wifi_signal_dbm": "connection",
    "use_seconds": "usage",
}


def test_there_is_a_cell_for_every_metric_and_no_other() -> None:
    assert set(CELLS) == set(METRICS)


@pytest.mark.parametrize("name", sorted(CELLS))
def test_every_cell_speaks_both_languages(name: str) -> None:
    cell = CELLS[name]
    told = (cell.why,) if isinstance(cell, NotMeasured) else tuple(filter(None, (cell.how, cell.needs)))
    assert all(text.strip() == text != "" for reason in told for text in reason)


@pytest.mark.parametrize(("metric", "question"), sorted(READERS.items()))
def test_what_is_measured_has_a_reader(metric: str, question: str) -> None:
    assert isinstance(CELLS[metric], Measured)
    assert callable(system.reader(question, "win32").read)


def test_what_takes_rights_says_which() -> None:
    rights = {"boot_ms": "Event Log Readers", "drive_failing": "administrator", "wifi_signal_dbm": "Location"}
    for name, right in rights.items():
        cell = CELLS[name]
        assert isinstance(cell, Measured)
        assert cell.needs is not None
        assert right in cell.needs.en
