"""``barometer-collector restore``: put a backup into a data directory."""

import argparse
import os
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path

from barometer_collector.backup import manifest, store
from barometer_collector.backup.manifest import DATABASE, SECRET, BackupError, Manifest
from barometer_collector.backup.saving import sync_folder
from barometer_collector.database import directory_lock
from barometer_collector.migrations import schema

_LOG_FILES = (f"{DATABASE}-wal", f"{DATABASE}-shm")  # of another database they would be played into this one


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, help="the backup")
    parser.add_argument("--data", metavar="DIR", help="where to put it (default: barometer-data)")
    parser.add_argument("--force", action="store_true", help="move aside what is there")


def run(arguments: argparse.Namespace) -> int:
    """Do it, and give the exit status. Raises DatabaseLockedError where a collector uses the data directory."""
    given = arguments.data or os.environ.get("BAROMETER_DATA_DIR") or "barometer-data"
    try:
        _require_embedded(os.environ.get("DATABASE_URL", ""), os.environ.get("BAROMETER_SECRET_FILE", ""))
        restored = restore(
            arguments.folder.absolute(), Path(given).absolute(), datetime.now(UTC), force=arguments.force
        )
    except BackupError as error:
        print(f"barometer-collector: {error}", file=sys.stderr)
        return 1
    counted = ", ".join(f"{rows} {table} rows" for table, rows in sorted(restored.rows.items()))
    print(
        f"restored the backup of {restored.made_at} (version {restored.barometer}, schema {restored.schema}): {counted}"
    )
    print("what laptops sent after that moment is not in it, and they do not send it again")
    return 0


def restore(folder: Path, data_dir: Path, now: datetime, *, force: bool = False) -> Manifest:
    """Put the backup in ``folder`` into ``data_dir``; what it is. All is checked before anything is moved.

    Where a database or another secret is there: BackupError, or with ``force`` it is moved into a folder of its own.
    Raises BackupError for a backup that is damaged or of a later version, and DatabaseLockedError for a data directory
    in use.
    """
    found = manifest.read(folder)
    if not schema.knows(found.schema):
        raise BackupError(
            f"{folder} has schema {found.schema!r}, made by version {found.barometer}, which this version "
            "does not know: restore it with that version or a later one"
        )
    manifest.require_whole(folder, found)
    try:
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        with directory_lock(data_dir):
            _put(folder, data_dir, now, force=force)
    except OSError as error:
        raise BackupError(f"{data_dir} cannot be written ({error}): check the disk and the rights on it") from error
    return found


def _require_embedded(url: str, secret_file: str) -> None:
    if url:
        raise BackupError(
            "DATABASE_URL is set: restore without it, into a data directory; to a server pg_restore puts a backup "
            "back, as barometer-collector backup tells"
        )
    if secret_file:
        raise BackupError(
            f"BAROMETER_SECRET_FILE is {secret_file!r}: restore without it, which puts the secret into the data "
            "directory, then move that where it should be"
        )


def _put(folder: Path, data_dir: Path, now: datetime, *, force: bool) -> None:
    there = [name for name in (DATABASE, *_LOG_FILES) if (data_dir / name).exists()]
    if (data_dir / SECRET).exists() and (data_dir / SECRET).read_bytes() != (folder / SECRET).read_bytes():
        there.append(SECRET)
    if there and not force:
        raise BackupError(
            f"{data_dir} has {', '.join(there)} already: name another directory with --data, or move that aside with "
            "--force"
        )
    parts = {name: data_dir / f".{name}.part" for name in (SECRET, DATABASE)}
    try:
        for name, part in parts.items():
            _copy(folder / name, part)
        _require_sound(parts[DATABASE], folder)
        if there:
            _move_aside(data_dir, there, now)
        for name, part in parts.items():  # the database last: with it the restore is done
            part.replace(data_dir / name)
        sync_folder(data_dir)
    finally:
        for part in parts.values():
            part.unlink(missing_ok=True)


def _require_sound(database: Path, folder: Path) -> None:
    try:
        store.check(database)
    except store.DamagedError as error:
        raise BackupError(f"{folder / DATABASE} is damaged ({error}): take another backup") from error


def _copy(source: Path, target: Path) -> None:
    target.unlink(missing_ok=True)
    target.touch(mode=0o600)
    with source.open("rb") as reading, target.open("wb") as writing:
        shutil.copyfileobj(reading, writing, 1 << 20)
        writing.flush()
        os.fsync(writing.fileno())


def _move_aside(data_dir: Path, names: list[str], now: datetime) -> None:
    aside = data_dir / f"replaced-{now:%Y%m%dT%H%M%S}"
    aside.mkdir(mode=0o700)
    for name in names:
        (data_dir / name).replace(aside / name)
