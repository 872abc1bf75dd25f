from importlib.util import find_spec

from barometer_agent.sources import coverage
from barometer_agent.sources.coverage import Measured, NotMeasured
from barometer_shared.metrics import METRICS

CELLS = coverage.cells("macos")


def test_every_metric_of_the_catalogue_has_a_cell_and_nothing_else_has() -> None:
    assert set(CELLS) == set(METRICS)


def test_every_cell_is_a_sentence_in_both_languages() -> None:
    for name, cell in CELLS.items():
        for reason in (cell.why,) if isinstance(cell, NotMeasured) else filter(None, (cell.how, cell.needs)):
            assert reason.en.strip(), name
            assert reason.nl.strip(), name
            assert not reason.en.endswith("."), name


def test_what_is_not_measured_has_no_reader() -> None:
    assert isinstance(CELLS["vpn_connect_ms"], NotMeasured)
    assert find_spec("barometer_agent.sources.macos.vpn_connects") is None


def test_what_takes_rights_says_which() -> None:
    for name in ("boot_ms", "sign_in_ms", "app_crash", "app_hang"):
        cell = CELLS[name]
        assert isinstance(cell, Measured)
        assert cell.needs is not None
        assert "root" in cell.needs.en
