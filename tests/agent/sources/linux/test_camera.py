"""Cameras, from folders that look like /dev and /proc, and from this process itself."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from barometer_agent.sources.linux import camera

Holds = Callable[[int, str, str], None]


@pytest.fixture
def devices(tmp_path: Path) -> Path:
    """A laptop with a camera and a null device."""
    (tmp_path / "dev").mkdir()
    for name in ("video0", "video1", "null"):
        (tmp_path / "dev" / name).touch()
    return tmp_path / "dev"


@pytest.fixture
def processes(tmp_path: Path) -> Path:
    """Processes, of which one is another person's: what it holds may not be seen."""
    folder = tmp_path / "proc"
    (folder / "1").mkdir(parents=True)
    (folder / "self").mkdir()
    return folder


@pytest.fixture
def holds(devices: Path, processes: Path) -> Holds:
    def hold(process: int, name: str, device: str) -> None:
        files = processes / str(process) / "fd"
        files.mkdir(parents=True)
        (files.parent / "comm").write_text(f"{name}\n")
        (files / "0").symlink_to(devices / "null")
        (files / "7").symlink_to(devices / device)

    return hold


def test_a_camera_that_a_process_holds_open_is_in_use(devices: Path, processes: Path, holds: Holds) -> None:
    holds(40, "browser", "video1")
    assert camera.is_in_use(devices, processes) is True


def test_a_camera_that_nobody_holds_is_not_in_use(devices: Path, processes: Path, holds: Holds) -> None:
    holds(40, "browser", "null")
    assert camera.is_in_use(devices, processes) is False


@pytest.mark.parametrize("server", ["pipewire", "wireplumber"])
def test_what_a_server_of_the_desktop_holds_tells_nothing(
    server: str, devices: Path, processes: Path, holds: Holds
) -> None:
    holds(40, server, "video0")
    assert camera.is_in_use(devices, processes) is None
    holds(41, "browser", "video0")
    assert camera.is_in_use(devices, processes) is True


def test_a_laptop_without_a_camera_uses_none(tmp_path: Path) -> None:
    assert camera.is_in_use(tmp_path, tmp_path / "none") is False


def test_processes_that_cannot_be_listed_hold_nothing(devices: Path, tmp_path: Path) -> None:
    assert camera.is_in_use(devices, tmp_path / "none") is False


def test_what_a_real_process_holds_is_seen(devices: Path) -> None:
    with (devices / "video0").open():
        assert camera.is_in_use(devices) is True
    assert camera.is_in_use(devices) is False
    assert Path(f"/proc/{os.getpid()}/fd").is_dir()
