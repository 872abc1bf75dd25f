"""Tests of one ``xdist_group`` share what a machine has once (core_pattern, a Windows): one worker runs all of them."""

import subprocess
import sys
from pathlib import Path

_TESTS = """
import os
from pathlib import Path
import pytest

@pytest.mark.xdist_group("one")
@pytest.mark.parametrize("number", range(8))
def test_where(number: int) -> None:
    Path(os.environ["PYTEST_XDIST_WORKER"]).touch()
"""


def test_the_tests_of_a_group_run_in_one_worker(tmp_path: Path) -> None:
    (tmp_path / "test_group.py").write_text(_TESTS)
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "loadgroup", "-p", "no:cacheprovider"]
    told = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=100, check=False)
    assert "8 passed" in told.stdout, told.stdout + told.stderr
    assert len(list(tmp_path.glob("gw*"))) == 1
