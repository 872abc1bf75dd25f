from importlib.util import find_spec

import pytest

from barometer_agent.sources import coverage
from barometer_agent.sources.coverage import Measured, NotMeasured
from barometer_shared.metrics import METRICS

CELLS = coverage.cells("linux")


def test_every_metric_of_the_catalogue_has_a_cell_and_nothing_else_has() -> None:
    assert set(CELLS) == set(METRICS)


def test_every_cell_is_a_sentence_in_both_languages() -> None:
    for name, cell in CELLS.items():
        for reason in (cell.why,) if isinstance(cell, NotMeasured) else filter(None, (cell.how, cell.needs)):
            assert reason.en.strip(), name
            assert reason.nl.strip(), name
            assert not reason.en.endswith("."), name


@pytest.mark.parametrize("name", ["sign_in_ms", "wake_ms", "vpn_connect_ms", "app_crash", "os_crash"])
def test_what_is_read_from_the_journal_says_which_group_that_takes(name: str) -> None:
    cell = CELLS[name]
    assert isinstance(cell, Measured)
    assert cell.needs is not None
    assert "systemd-journal" in cell.needs.en
    assert "systemd-journal" in cell.needs.nl


def test_hangs_alone_have_no_source() -> None:
    missing = {name for name, cell in CELLS.items() if isinstance(cell, NotMeasured)}
    assert missing == {"app_hang", "boot_idle_ms"}


_EVENTS = ("boots", "sign_ins", "crashes", "restarts", "wakes", "vpn_connects")
_STATES = ("pressure", "load", "power", "usage", "connection", "drives", "limits")


@pytest.mark.parametrize("question", [*_EVENTS, *_STATES])
def test_every_question_has_a_reader(question: str) -> None:
    assert find_spec(f"barometer_agent.sources.linux.{question}")
