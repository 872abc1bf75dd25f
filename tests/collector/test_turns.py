"""Turns to write: one at a time, in the order of coming."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from barometer_collector import turns
from barometer_collector.turns import NoTurnError, turn

_PATIENCE = 30.0
_HOLD = """
import sys
from pathlib import Path
from barometer_collector.turns import turn
with turn(Path(sys.argv[1]), 30):
    print("mine", flush=True)
    sys.stdin.read()
"""


def test_two_never_have_it_at_once(tmp_path: Path) -> None:
    at_once, most = [], []

    def write() -> None:
        for _ in range(20):
            with turn(tmp_path / "db.sqlite", _PATIENCE):
                at_once.append(1)
                most.append(len(at_once))
                at_once.pop()

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(most), max(most)) == (80, 1)


def test_nobody_has_a_second_turn_before_the_one_that_waits(tmp_path: Path) -> None:
    path, order = tmp_path / "db.sqlite", list[str]()

    def other() -> None:
        with turn(path, _PATIENCE):
            order.append("other")

    with turn(path, _PATIENCE):
        thread = threading.Thread(target=other)
        thread.start()
        while not _waits(path):
            pass
    with turn(path, _PATIENCE):
        order.append("again")
    thread.join()
    assert order == ["other", "again"]


def _waits(path: Path) -> bool:
    """Whether somebody stands in the place to wait."""
    try:
        os.close(turns._wait_for(path.with_suffix(".next"), 0))
    except NoTurnError:
        return True
    return False


def test_who_waits_in_vain_is_told_and_stands_in_nobodys_way(tmp_path: Path) -> None:
    path = tmp_path / "db.sqlite"
    with turn(path, 0), pytest.raises(NoTurnError, match="too long"), turn(path, 0.01):
        pass
    with turn(path, 0):
        pass


def test_a_process_that_was_killed_leaves_its_turn_to_others(tmp_path: Path) -> None:
    path = tmp_path / "db.sqlite"
    command = [sys.executable, "-c", _HOLD, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"mine\n"
        with pytest.raises(NoTurnError), turn(path, 0):
            pass
        holder.kill()
    with turn(path, _PATIENCE):
        pass


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(NoTurnError, match=r"gone.*cannot be written"), turn(tmp_path / "gone" / "db.sqlite", 0):
        pass
