from collections.abc import Callable
from pathlib import Path

import pytest

from barometer_agent.sources.linux import usage
from barometer_agent.sources.usage import AWAKE, Use

AT_WORK = "Type=wayland\\nClass=user\\nActive=yes\\nIdleSinceHint=1\\n"


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
def somebody(tmp_path: Path, programs: Callable[..., Path]) -> Path:
    """Where logind keeps the session of somebody who is at work."""
    programs(loginctl=f"printf '{AT_WORK}'")
    (tmp_path / "sessions").mkdir()
    (tmp_path / "sessions" / "c1").touch()
    return tmp_path / "sessions"


def test_somebody_at_an_open_laptop_uses_it(somebody: Path, tmp_path: Path) -> None:
    assert usage.read(lid(tmp_path, "open"), tmp_path / "none", somebody) == Use(True, "input")


def test_a_laptop_that_is_shut_is_not_in_use(somebody: Path, tmp_path: Path) -> None:
    alone = screens(tmp_path / "drm", card1__eDP__1="connected", card1__HDMI__A__1="disconnected")
    assert usage.read(lid(tmp_path / "lid", "closed"), alone, somebody) == Use(False, "input")


def test_a_shut_laptop_at_another_screen_is_in_use(somebody: Path, tmp_path: Path) -> None:
    docked = screens(tmp_path / "drm", card1__eDP__1="connected", card1__DP__3="connected")
    assert usage.read(lid(tmp_path / "lid", "closed"), docked, somebody) == Use(True, "input")


def test_a_machine_without_a_lid_is_never_shut(somebody: Path, tmp_path: Path) -> None:
    assert usage.read(tmp_path / "missing", tmp_path / "missing", somebody) == Use(True, "input")


def test_without_any_session_awake_counts(tmp_path: Path) -> None:
    missing = tmp_path / "missing"
    assert usage.read(missing, missing, missing) == AWAKE
