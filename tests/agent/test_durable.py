"""What is in a folder outlives a power cut."""

import os
import sys
from pathlib import Path

import pytest

from barometer_agent.durable import sync_folder


@pytest.mark.skipif(sys.platform == "win32", reason="Windows journals names by itself")
def test_the_folder_itself_is_synced_and_let_go_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[tuple[int, int]] = []
    monkeypatch.setattr(os, "fsync", lambda handle: synced.append((handle, os.fstat(handle).st_ino)))
    sync_folder(tmp_path)
    ((handle, inode),) = synced
    assert inode == tmp_path.stat().st_ino
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(handle)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows opens no folder")
def test_a_folder_that_is_gone_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        sync_folder(tmp_path / "gone")
