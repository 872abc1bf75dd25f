"""A backup that is not what it was is told apart."""

import re
from pathlib import Path

import msgspec
import pytest

from barometer_collector.backup import manifest
from barometer_collector.backup.manifest import (
    DATABASE,
    MANIFEST,
    SECRET,
    BackupError,
    fingerprint,
    read,
    require_whole,
)


def test_what_was_written_is_read(backup: Path) -> None:
    found = read(backup)
    manifest.write(backup, found)
    assert read(backup) == found
    require_whole(backup, found)


def test_a_fingerprint_is_size_and_hash(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"abc")
    found = fingerprint(tmp_path / "file")
    assert (found.bytes, found.sha256[:8]) == (3, "ba7816bf")


@pytest.mark.parametrize("name", [DATABASE, SECRET])
def test_one_changed_byte_is_noticed(backup: Path, name: str) -> None:
    content = bytearray((backup / name).read_bytes())
    content[len(content) // 2] ^= 1
    (backup / name).write_bytes(content)
    with pytest.raises(BackupError, match=rf"{name} was changed.*SHA-256.*expected.*take another backup"):
        require_whole(backup, read(backup))


@pytest.mark.parametrize("name", [DATABASE, SECRET])
def test_a_missing_file_is_noticed(backup: Path, name: str) -> None:
    (backup / name).unlink()
    with pytest.raises(BackupError, match=rf"{name} cannot be read \(No such file.*take another"):
        require_whole(backup, read(backup))


def test_a_file_that_nobody_vouches_for_is_not_used(backup: Path) -> None:
    found = msgspec.structs.replace(read(backup), files={})
    with pytest.raises(BackupError, match=f"does not vouch for {DATABASE}"):
        require_whole(backup, found)


def test_a_folder_without_a_manifest_is_no_backup(tmp_path: Path) -> None:
    with pytest.raises(BackupError, match=f"is no backup: it has no {MANIFEST}; name the folder"):
        read(tmp_path)


@pytest.mark.parametrize("text", ["", "{", '{"format": 1}'])
def test_a_manifest_that_is_cut_short_is_told(backup: Path, text: str) -> None:
    (backup / MANIFEST).write_text(text)
    with pytest.raises(BackupError, match=re.escape(str(backup / MANIFEST)) + " cannot be read .*take another"):
        read(backup)


def test_a_format_of_later_years_is_left_to_later_versions(backup: Path) -> None:
    manifest.write(backup, msgspec.structs.replace(read(backup), format=2, barometer="9.1"))
    with pytest.raises(BackupError, match=r"format 2, made by version 9\.1: expected format 1"):
        read(backup)
