"""kill -9 of agent and collector together; the long run is ``python3 run.py bench exactly_once``."""

import sys
from pathlib import Path

import pytest

from tests.faults.delivery.kills import run

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")


def test_kills_of_agent_and_collector_lose_and_double_nothing(tmp_path: Path) -> None:
    figures = run(tmp_path, kills=60, seconds=15)
    assert min(figures.agent_kills, figures.collector_kills) > 2
    assert figures.spooled > 10
    assert (figures.lost, figures.twice) == (0, 0)
