"""What the demo keeps between two starts."""

import os
from pathlib import Path

import pytest

from barometer_collector.demo.memory import Memory, load, save


def test_the_first_start_remembers_nothing(tmp_path: Path) -> None:
    assert load(tmp_path) == Memory()


def test_what_was_saved_is_loaded(tmp_path: Path) -> None:
    memory = Memory(password="one-two", api_token="bt_x", fleet=50, simulated_until=20_000)
    save(tmp_path, Memory(password="an earlier one"))
    save(tmp_path, memory)
    assert load(tmp_path) == memory


@pytest.mark.skipif(os.name != "posix", reason="Windows has no permission bits")
def test_nobody_else_can_read_it(tmp_path: Path) -> None:
    save(tmp_path, Memory(password="one-two"))
    assert (tmp_path / "demo.json").stat().st_mode & 0o777 == 0o600
