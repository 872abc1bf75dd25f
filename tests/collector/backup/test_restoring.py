"""A backup is put back where nothing else is, and only when it is sound."""

from pathlib import Path

import msgspec
import pytest

from barometer_collector.backup import manifest
from barometer_collector.backup.manifest import DATABASE, SECRET, BackupError, fingerprint, read
from barometer_collector.backup.restoring import restore
from barometer_collector.cli import main
from barometer_collector.database import DatabaseLockedError, directory_lock
from tests.collector.laptops import NOON


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name != "collector.lock")


def changed(backup: Path, name: str, content: bytes) -> None:
    """A backup whose manifest vouches for other content."""
    (backup / name).write_bytes(content)
    found = read(backup)
    manifest.write(backup, msgspec.structs.replace(found, files=found.files | {name: fingerprint(backup / name)}))


def test_what_was_backed_up_is_there_again(backup: Path, tmp_path: Path) -> None:
    assert restore(backup, tmp_path / "new", NOON) == read(backup)
    assert names(tmp_path / "new") == [DATABASE, SECRET]
    for name in (DATABASE, SECRET):
        assert (tmp_path / "new" / name).read_bytes() == (backup / name).read_bytes()
        assert (tmp_path / "new" / name).stat().st_mode & 0o777 == 0o600


def test_a_directory_in_use_is_left_alone(backup: Path, tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    with directory_lock(tmp_path / "new"), pytest.raises(DatabaseLockedError, match="in use by another collector"):
        restore(backup, tmp_path / "new", NOON, force=True)
    assert names(tmp_path / "new") == []


@pytest.mark.parametrize("name", [DATABASE, f"{DATABASE}-wal", SECRET])
def test_what_is_there_stays_unless_it_is_moved_aside(backup: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / name).write_text("before")
    with pytest.raises(BackupError, match=f"has {name} already: .*--force"):
        restore(backup, tmp_path / "new", NOON)
    assert (tmp_path / "new" / name).read_text() == "before"
    restore(backup, tmp_path / "new", NOON, force=True)
    assert names(tmp_path / "new") == [DATABASE, "replaced-20261118T120000", SECRET]
    assert (tmp_path / "new" / "replaced-20261118T120000" / name).read_text() == "before"
    assert (tmp_path / "new" / DATABASE).read_bytes() == (backup / DATABASE).read_bytes()


def test_the_same_secret_is_in_nobodys_way(backup: Path, tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / SECRET).write_bytes((backup / SECRET).read_bytes())
    restore(backup, tmp_path / "new", NOON)
    assert names(tmp_path / "new") == [DATABASE, SECRET]


def test_a_backup_of_a_later_version_is_refused(backup: Path, tmp_path: Path) -> None:
    manifest.write(backup, msgspec.structs.replace(read(backup), schema="9001", barometer="9.0"))
    with pytest.raises(BackupError, match=r"schema '9001', made by version 9\.0, which this version does not know"):
        restore(backup, tmp_path / "new", NOON)
    assert not (tmp_path / "new").exists()


def test_a_damaged_backup_is_refused_and_nothing_is_moved(backup: Path, tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / DATABASE).write_text("before")
    (backup / DATABASE).write_bytes(b"damaged")
    with pytest.raises(BackupError, match="was changed since the backup was made"):
        restore(backup, tmp_path / "new", NOON, force=True)
    assert names(tmp_path / "new") == [DATABASE]


def test_one_that_was_damaged_before_it_was_vouched_for_is_refused_too(backup: Path, tmp_path: Path) -> None:
    content = bytearray((backup / DATABASE).read_bytes())
    content[10 * 4096 : 40 * 4096] = b"\xff" * (30 * 4096)
    changed(backup, DATABASE, bytes(content))
    with pytest.raises(BackupError, match=r"is damaged .*take another backup"):
        restore(backup, tmp_path / "new", NOON)
    assert names(tmp_path / "new") == []


def test_a_place_that_cannot_be_written_is_told(backup: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(BackupError, match="cannot be written"):
        restore(backup, tmp_path / "file" / "new", NOON)


def test_the_command_tells_what_it_put_back_and_what_is_not_in_it(
    backup: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    command = ["restore", str(backup), "--data", str(tmp_path / "new")]
    assert main(command) == 0
    told = capsys.readouterr().out
    assert "restored the backup of 2026-11-18T12:00:00+00:00" in told
    assert "1 device rows" in told
    assert "after that moment is not in it" in told
    assert main(command) == 1
    assert "--force" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "value"), [("DATABASE_URL", "postgresql://ada:hush@db/b"), ("BAROMETER_SECRET_FILE", "/etc/secret")]
)
def test_where_it_would_be_put_beside_what_is_used_it_says_so(
    backup: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    value: str,
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv(name, value)
    assert main(["restore", str(backup), "--data", str(tmp_path / "new")]) == 1
    told = capsys.readouterr().err
    assert f"{name} is" in told
    assert "hush" not in told
    assert not (tmp_path / "new").exists()
