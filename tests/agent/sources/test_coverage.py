"""Each system's table: a cell per metric of the catalogue, told in two languages, and a reader for what is measured."""

from importlib import import_module

import pytest

from barometer_agent.sampler import NoData
from barometer_agent.sources import coverage, system
from barometer_agent.sources.coverage import EVERYWHERE, SYSTEMS, Measured, NotMeasured
from barometer_shared.metrics import METRICS
from barometer_shared.samples import MAX_REASON

PLATFORMS = {"linux": "linux", "windows": "win32", "macos": "darwin"}

# what each question yields, for the questions that each system answers in its own way
QUESTIONS = {
    "boots": ("boot_ms", "boot_idle_ms", "boot_phase_ms", "boot_culprit_ms"),
    "sign_ins": ("sign_in_ms", "sign_in_phase_ms"),
    "wakes": ("wake_ms",),
    "vpn_connects": ("vpn_connect_ms",),
    "crashes": ("app_crash", "app_hang"),
    "restarts": ("os_crash", "os_restart"),
    "pressure": ("pressure_permille", "resource_pressure_permille"),
    "load": ("cpu_busy_permille", "memory_used_permille", "disk_queue_milli"),
    "connection": ("wifi_signal_dbm",),
    "power": ("battery_capacity_permille", "battery_runtime_minutes"),
    "drives": ("drive_failing", "drive_wear_permille"),
    "usage": ("use_seconds",),
}


@pytest.mark.parametrize("name", SYSTEMS)
def test_each_system_has_a_cell_for_each_metric_and_for_no_other(name: str) -> None:
    assert set(coverage.cells(name)) == set(METRICS)


@pytest.mark.parametrize("name", SYSTEMS)
def test_a_system_tells_only_what_is_not_told_for_all(name: str) -> None:
    own = import_module(f"barometer_agent.sources.{name}.coverage").CELLS
    assert not own.keys() & EVERYWHERE.keys()


@pytest.mark.parametrize("name", SYSTEMS)
def test_each_cell_is_told_in_two_languages_and_fits_in_a_gap(name: str) -> None:
    for metric, cell in coverage.cells(name).items():
        told = [cell.how, cell.needs] if isinstance(cell, Measured) else [cell.why]
        assert isinstance(cell, Measured) or cell.why.en != cell.why.nl, metric
        for reason in filter(None, told):  # the name of a source may be the same in both
            assert all(0 < len(text) <= MAX_REASON and text == text.strip(" .") for text in reason), metric


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("name", SYSTEMS)
def test_a_system_has_a_reader_exactly_where_it_measures(name: str, question: str) -> None:
    cells = coverage.cells(name)
    if any(isinstance(cells[metric], Measured) for metric in QUESTIONS[question]):
        assert callable(system.reader(question, PLATFORMS[name]).read)
    else:
        with pytest.raises(NoData, match="not measured yet"):
            system.reader(question, PLATFORMS[name])


@pytest.mark.parametrize("name", SYSTEMS)
def test_what_a_system_cannot_measure_is_told_with_why(name: str) -> None:
    never = coverage.not_measured(PLATFORMS[name])
    cells = coverage.cells(name)
    assert {metric for metric, cell in cells.items() if isinstance(cell, NotMeasured)} == set(never)
    assert all(cells[metric] == NotMeasured(why) for metric, why in never.items())


def test_an_unknown_system_has_no_table() -> None:
    with pytest.raises(NoData, match="aix is unknown"):
        coverage.not_measured("aix")
