from pathlib import Path

from barometer_agent.sources import desktop


def test_a_session_file_means_a_desktop(tmp_path: Path) -> None:
    (tmp_path / "gnome.desktop").touch()
    assert desktop.is_installed("linux", (tmp_path / "missing", tmp_path))


def test_without_session_files_there_is_no_desktop(tmp_path: Path) -> None:
    (tmp_path / "README").touch()
    assert not desktop.is_installed("linux", (tmp_path / "missing", tmp_path))


def test_other_systems_always_have_one() -> None:
    assert desktop.is_installed("win32", ())
