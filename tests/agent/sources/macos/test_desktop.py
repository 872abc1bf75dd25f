from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from barometer_agent.sources.macos import desktop

NOW = datetime(2026, 11, 16, 11, 0, tzinfo=UTC)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


def test_each_part_is_told_by_itself(home: Path, mac: Callable[..., Path], captured: Callable[[str], str]) -> None:
    mac(ioreg=captured("hid.plist"))
    folder = home / "Library" / "DoNotDisturb" / "DB"
    folder.mkdir(parents=True)
    (folder / "Assertions.json").write_text(captured("focus_on.json"))
    found = desktop.read(NOW)
    assert found.last_input == NOW - timedelta(microseconds=66589)
    assert found.do_not_disturb is True
    assert (found.locked, found.in_call, found.full_screen, found.presenting) == (None, None, None, None)


def test_a_mac_that_tells_nothing_is_unknown(home: Path, mac: Callable[..., Path]) -> None:
    mac(ioreg=("", 1))
    found = desktop.read(NOW)
    assert (found.last_input, found.do_not_disturb, found.locked) == (None, None, None)
