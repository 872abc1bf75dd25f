"""A collector that is killed, or loses its power, at any call that changes a file (more of it: run.py bench kill)."""

from pathlib import Path

import msgspec
import pytest

from tests.faults.intake.kills import Figures
from tests.faults.spool.disk import preloaded

POINTS = 160


def _run(layer: Path, memory: Path, *more: str) -> Figures:
    run = preloaded(layer, "tests.faults.intake.kills", str(memory), str(POINTS), *more)
    return msgspec.json.decode(run.stdout, type=Figures) if run.stdout else pytest.fail(run.stderr)


def test_what_was_acknowledged_is_stored_and_what_comes_again_is_not_stored_twice(layer: Path, memory: Path) -> None:
    figures = _run(layer, memory)
    assert figures.faults == []
    assert (figures.lost, figures.twice) == (0, 0)
    assert figures.points >= POINTS
    assert figures.first_starts > 10
    assert figures.acknowledged > 5 * POINTS
    assert min(figures.power_cuts, figures.killed_again_while_opening, figures.put_off) > 5


def test_the_harness_sees_what_a_database_that_syncs_less_loses(layer: Path, memory: Path) -> None:
    assert _run(layer, memory, "NORMAL").lost > 0
