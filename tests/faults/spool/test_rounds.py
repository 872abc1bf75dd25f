"""An anonymous round on a laptop that is killed at any call that changes a file."""

from pathlib import Path

import msgspec
import pytest

from tests.faults.spool.disk import preloaded
from tests.faults.spool.rounds import Figures

POINTS = 100


def test_killed_anywhere_everybody_counts_once_and_no_promised_answer_is_lost(layer: Path, memory: Path) -> None:
    run = preloaded(layer, "tests.faults.spool.rounds", str(memory), str(POINTS))
    figures = msgspec.json.decode(run.stdout, type=Figures) if run.stdout else pytest.fail(run.stderr)
    assert figures.faults == []
    assert figures.points >= POINTS
    assert figures.answers > POINTS
    assert figures.messages > 2 * POINTS
    assert figures.tokens_lost > 0
