"""A page that the disk cannot read any more costs what stood on it, counted, and nothing else."""

from pathlib import Path

import msgspec
import pytest

from tests.faults.spool.disk import preloaded
from tests.faults.spool.unreadable import SEALED, Found


def test_a_page_that_cannot_be_read_costs_what_stood_on_it_and_that_is_counted(layer: Path, memory: Path) -> None:
    run = preloaded(layer, "tests.faults.spool.unreadable", str(memory))
    found = msgspec.json.decode(run.stdout, type=Found) if run.stdout else pytest.fail(run.stderr)
    assert found.faults == []
    assert found.pages > 20
    assert found.counted > SEALED  # at least a batch that was on its way, and samples that waited
    assert found.delivered > 20 * found.counted
