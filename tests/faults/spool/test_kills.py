"""A spool that is killed, or loses its power, at any call that changes a file (all of it: run.py bench kill)."""

from pathlib import Path

import msgspec
import pytest

from tests.faults.spool.disk import preloaded
from tests.faults.spool.kills import Figures

POINTS = 120


def test_killed_anywhere_nothing_is_lost_and_nothing_arrives_twice(layer: Path, memory: Path) -> None:
    run = preloaded(layer, "tests.faults.spool.kills", str(memory), str(POINTS))
    figures = msgspec.json.decode(run.stdout, type=Figures) if run.stdout else pytest.fail(run.stderr)
    assert figures.faults == []
    assert (figures.lost, figures.duplicated) == (0, 0)
    assert figures.points >= POINTS
    assert figures.promised > 10 * POINTS
    assert min(figures.power_cuts, figures.killed_again_while_opening) > 10


def test_the_harness_sees_what_a_spool_that_syncs_less_loses(layer: Path, memory: Path) -> None:
    run = preloaded(layer, "tests.faults.spool.weakened", "NORMAL", str(memory), str(POINTS))
    figures = msgspec.json.decode(run.stdout, type=Figures) if run.stdout else pytest.fail(run.stderr)
    assert figures.faults
    assert figures.lost > 0
