"""The demo's child processes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from barometer_collector.demo.processes import DemoError, check, program, start, stop

_SLEEP = "import time; print('up', flush=True); time.sleep(60)"
_STUBBORN = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"
)


def test_a_running_child_is_left_alone_and_stopped_when_asked(tmp_path: Path) -> None:
    child = start("sleeper", [sys.executable, "-c", _SLEEP], tmp_path, dict(os.environ))
    check(child)
    stop(child)
    assert child.process.returncode is not None
    stop(child)


def test_a_child_that_ended_is_told_with_the_end_of_its_log(tmp_path: Path) -> None:
    child = start("liar", [sys.executable, "-c", "raise SystemExit('no disk')"], tmp_path, dict(os.environ))
    child.process.wait(20)
    with pytest.raises(DemoError, match=r"the liar stopped with status 1[\s\S]*no disk"):
        check(child)


@pytest.mark.skipif(os.name != "posix", reason="only there can a process refuse to stop")
def test_a_stubborn_child_is_ended_the_hard_way(tmp_path: Path) -> None:
    child = start("mule", [sys.executable, "-c", _STUBBORN], tmp_path, dict(os.environ))
    while "up" not in child.log.read_text():
        with pytest.raises(subprocess.TimeoutExpired):
            child.process.wait(0.05)
    stop(child, seconds=0.2)
    assert child.process.returncode == -9


def test_a_missing_program_is_named_with_what_to_do() -> None:
    with pytest.raises(DemoError, match=r"no-such-program is not installed beside .*run\.py demo"):
        program("no-such-program")
