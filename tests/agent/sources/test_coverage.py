"""Each system's table: a cell per metric of the catalogue, told in two languages."""

import pytest

from barometer_agent.sampler import NoData
from barometer_agent.sources import coverage
from barometer_agent.sources.coverage import SYSTEMS, Measured, NotMeasured
from barometer_shared.metrics import METRICS
from barometer_shared.samples import MAX_REASON


@pytest.mark.parametrize("system", SYSTEMS)
def test_each_system_has_a_cell_for_each_metric_and_for_no_other(system: str) -> None:
    assert set(coverage.cells(system)) == set(METRICS)


@pytest.mark.parametrize("system", SYSTEMS)
def test_each_cell_is_told_in_two_languages_and_fits_in_a_gap(system: str) -> None:
    for metric, cell in coverage.cells(system).items():
        told = [cell.how, cell.needs] if isinstance(cell, Measured) else [cell.why]
        assert isinstance(cell, Measured) or cell.why.en != cell.why.nl, metric
        for reason in filter(None, told):  # the name of a source may be the same in both
            assert all(0 < len(text) <= MAX_REASON and text == text.strip(" .") for text in reason), metric


@pytest.mark.parametrize(("platform", "system"), [("linux", "linux"), ("win32", "windows"), ("darwin", "macos")])
def test_what_a_system_cannot_measure_is_told_with_why(platform: str, system: str) -> None:
    never = coverage.not_measured(platform)
    cells = coverage.cells(system)
    assert {metric for metric, cell in cells.items() if isinstance(cell, NotMeasured)} == set(never)
    assert all(cells[metric] == NotMeasured(why) for metric, why in never.items())


def test_an_unknown_system_has_no_table() -> None:
    with pytest.raises(NoData, match="aix is unknown"):
        coverage.not_measured("aix")
