from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from barometer_agent.prompting import Desktop
from barometer_agent.sources.macos import desktop
from barometer_agent.sources.macos.own_session import OwnSession

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


@pytest.mark.parametrize(
    ("told", "state"),
    [("locked", "locked"), ("focus", "do_not_disturb"), ("sound", "in_call"), ("pictures", "in_call")],
)
def test_what_each_source_tells_has_its_own_place(
    home: Path, monkeypatch: pytest.MonkeyPatch, told: str, state: str
) -> None:
    session = OwnSession((NOW - timedelta(hours=1)).timestamp(), locked=told == "locked", idle_ns=1_500_000_000)
    monkeypatch.setattr(desktop.own_session, "read", lambda: session)
    monkeypatch.setattr(desktop.focus, "is_on", lambda of: told == "focus" and of == home)
    monkeypatch.setattr(desktop.media_objects, "sound", lambda: "sound")
    monkeypatch.setattr(desktop.media_objects, "pictures", lambda: "pictures")
    monkeypatch.setattr(desktop.media, "listens", lambda objects: told == objects == "sound")
    monkeypatch.setattr(desktop.media, "watches", lambda objects: told == objects == "pictures")
    monkeypatch.setattr(desktop.charge, "percent", lambda: 42)
    nothing = Desktop(
        session_since=NOW - timedelta(hours=1),
        last_input=NOW - timedelta(seconds=1.5),
        locked=False,
        do_not_disturb=False,
        in_call=False,
        battery_percent=42,
    )
    assert desktop.read(NOW) == replace(nothing, **{state: True})
