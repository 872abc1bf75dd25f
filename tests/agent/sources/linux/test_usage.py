from pathlib import Path

import pytest

from barometer_agent.sources.linux import sessions, usage
from barometer_agent.sources.linux.sessions import Session
from barometer_agent.sources.usage import AWAKE, Use

AT_WORK = Session(greeter=False, active=True, locked=False, idle=False, reports_idle=True)


def lid(folder: Path, state: str) -> Path:
    (folder / "LID0").mkdir(parents=True)
    (folder / "LID0" / "state").write_text(f"state:      {state}\n")
    return folder


def screens(folder: Path, **connected: str) -> Path:
    for name, status in connected.items():
        connector = folder / name.replace("__", "-")
        connector.mkdir(parents=True)
        (connector / "status").write_text(f"{status}\n")
    return folder


@pytest.fixture
def somebody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "read", lambda: (AT_WORK,))


def test_somebody_at_an_open_laptop_uses_it(somebody: None, tmp_path: Path) -> None:
    assert usage.read(lid(tmp_path, "open"), tmp_path / "none") == Use(True, "input")


def test_a_laptop_that_is_shut_is_not_in_use(somebody: None, tmp_path: Path) -> None:
    alone = screens(tmp_path / "drm", card1__eDP__1="connected", card1__HDMI__A__1="disconnected")
    assert usage.read(lid(tmp_path / "lid", "closed"), alone) == Use(False, "input")


def test_a_shut_laptop_at_another_screen_is_in_use(somebody: None, tmp_path: Path) -> None:
    docked = screens(tmp_path / "drm", card1__eDP__1="connected", card1__DP__3="connected")
    assert usage.read(lid(tmp_path / "lid", "closed"), docked) == Use(True, "input")


def test_a_machine_without_a_lid_is_never_shut(somebody: None, tmp_path: Path) -> None:
    assert usage.read(tmp_path / "missing", tmp_path / "missing") == Use(True, "input")


def test_without_any_session_awake_counts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sessions, "read", tuple)
    assert usage.read(tmp_path / "missing", tmp_path / "missing") == AWAKE
