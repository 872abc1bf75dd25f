"""A salvage that is cut off anywhere, or has no room, loses nothing and is no crash loop."""

from pathlib import Path

import msgspec
import pytest

from tests.faults.spool.disk import preloaded
from tests.faults.spool.salvages import Found


def test_a_salvage_that_is_cut_off_anywhere_loses_nothing(layer: Path, memory: Path) -> None:
    run = preloaded(layer, "tests.faults.spool.salvages", str(memory))
    found = msgspec.json.decode(run.stdout, type=Found) if run.stdout else pytest.fail(run.stderr)
    assert found.faults == []
    assert found.points > 50
    assert found.failed > 15
