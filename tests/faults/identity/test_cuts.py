"""A laptop whose power is cut while it is enrolled has its old identity or its new one, and never half of one."""

from pathlib import Path

import msgspec
import pytest

from tests.faults.identity.cuts import Found
from tests.faults.spool.disk import preloaded


def test_an_identity_is_whole_at_every_moment_and_durable_once_that_was_said(layer: Path, memory: Path) -> None:
    run = preloaded(layer, "tests.faults.identity.cuts", str(memory))
    found = msgspec.json.decode(run.stdout, type=Found) if run.stdout else pytest.fail(run.stderr)
    assert found.faults == []
    assert found.points > 20
    assert 0 < found.told < found.points
