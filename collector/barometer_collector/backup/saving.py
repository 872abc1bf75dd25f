"""``barometer-collector backup``: a copy of the database and the secret, while the collector serves."""

import argparse
import os
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path

from barometer_collector import __version__
from barometer_collector.backup import manifest, store
from barometer_collector.backup.manifest import DATABASE, FORMAT, SECRET, BackupError, Manifest, fingerprint
from barometer_collector.backup.pacing import Pace
from barometer_collector.settings import Settings, load_settings

# What libpq's own tools do better. The address stays in the environment: it holds a password.
_SERVER = """\
the database is on a server, whose own tools make the backup; the secret has to go with it, or nobody's earlier answers
are recognised:
    mkdir -m 700 {folder}
    pg_dump --format=directory --jobs=4 --file={folder}/database "$DATABASE_URL"
    cp {secret} {folder}/secret
to put it back into an empty database, with the secret in the data directory, and then start as always:
    pg_restore --jobs=4 --no-owner --exit-on-error --dbname="$DATABASE_URL" {folder}/database
    cp {folder}/secret {secret}
    barometer-collector migrate"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, help="where to put it; made, and must not be there yet")
    parser.add_argument("--data", metavar="DIR", help="where everything is kept (default: barometer-data)")


def run(arguments: argparse.Namespace) -> int:
    """Do it, and give the exit status."""
    settings = load_settings({"data_dir": arguments.data}, os.environ)
    folder: Path = arguments.folder.absolute()
    if not settings.database_url.startswith("sqlite:///"):
        secret = os.environ.get("BAROMETER_SECRET_FILE") or settings.data_dir / "secret"
        print(_SERVER.format(folder=folder, secret=secret), file=sys.stderr)
        return 1
    try:
        made = save(settings, folder, datetime.now(UTC))
    except BackupError as error:
        print(f"barometer-collector: {error}", file=sys.stderr)
        return 1
    size = made.files[DATABASE].bytes / 1e6
    counted = ", ".join(f"{rows} {table} rows" for table, rows in sorted(made.rows.items()))
    print(f"backup of {made.made_at} in {folder}: {size:.1f} MB, schema {made.schema}, {counted}")
    print("it holds the secret of this installation and what people answered: keep it as you keep those")
    return 0


def save(settings: Settings, folder: Path, now: datetime) -> Manifest:
    """Back the SQLite database up into the new ``folder``, which is there whole or not at all. Raises BackupError."""
    source = Path(settings.database_url.removeprefix("sqlite:///"))
    if not source.is_file():
        raise BackupError(f"there is no database {source}: name the data directory with --data or BAROMETER_DATA_DIR")
    if folder.exists():
        raise BackupError(f"{folder} is there already: name a folder that is not")
    part = folder.with_name(f".{folder.name}.part")
    try:
        folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.rmtree(part, ignore_errors=True)  # of a backup that was ended half-way
        _require_room(part.parent, source)
        part.mkdir(mode=0o700)
        made = _fill(part, source, settings.secret, now)
        part.rename(folder)
        sync_folder(folder.parent)
    except OSError as error:
        shutil.rmtree(part, ignore_errors=True)
        raise BackupError(f"no backup was made in {folder} ({error}): check the disk and the rights on it") from error
    except BackupError:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return made


def sync_folder(folder: Path) -> None:
    """What was renamed in ``folder`` stays so when the power goes; Windows does so by itself."""
    if os.name == "posix":
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def _require_room(folder: Path, source: Path) -> None:
    needed, free = source.stat().st_size, shutil.disk_usage(folder).free
    if needed > free:
        raise BackupError(
            f"{folder} has {free / 1e6:.0f} MB free and the database takes {needed / 1e6:.0f} MB: name another disk"
        )


def _fill(part: Path, source: Path, secret: bytes, now: datetime) -> Manifest:
    database = part / DATABASE
    with Pace(database) as pace:
        store.copy(source, database, pace)
        pace.sync()
    (part / SECRET).touch(mode=0o600)
    (part / SECRET).write_bytes(secret)
    try:
        store.check(database)
        made = Manifest(
            format=FORMAT,
            barometer=__version__,
            made_at=now.astimezone(UTC).isoformat(timespec="seconds"),
            schema=store.schema_of(database),
            rows=store.rows_of(database),
            files={name: fingerprint(part / name) for name in (DATABASE, SECRET)},
        )
    except store.DamagedError as error:
        raise BackupError(
            f"{source} is damaged ({error}): no backup was made of it; put back the last one, and check the disk"
        ) from error
    manifest.write(part, made)
    return made
