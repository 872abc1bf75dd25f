"""The spool's file: locked for one service, opened durable, moved aside when it cannot be read."""

import logging
import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO

from barometer_agent.spool import schema

log = logging.getLogger(__name__)

FILE = "spool.db"
LOCK = "spool.lock"
UNREADABLE = ".unreadable-"
_BEYOND_BYTES = 4096


class SpoolError(Exception):
    """The spool cannot be used; says why and what to do."""


class SpoolBusyError(SpoolError):
    """Another service works in the same folder."""


def make_folder(folder: Path) -> None:
    """The data folder. Others may pass through it to the socket; the files in it are for its owner alone."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if sys.platform != "win32" and folder.stat().st_uid == os.geteuid():
            folder.chmod(0o711)
        (folder / LOCK).touch(mode=0o600)
    except OSError as error:
        fix = "run as its owner, or set data_dir (--data DIR)"
        raise SpoolError(f"data folder {folder} is not writable ({error.strerror}): {fix}") from error


def lock(folder: Path) -> IO[str]:
    """Hold the folder for this process until the returned file is closed. Raises SpoolBusyError."""
    file = (folder / LOCK).open("r+", encoding="ascii")
    try:
        _hold(file)
    except OSError as error:
        file.seek(0)
        owner = file.read(20).strip() or "unknown"
        file.close()
        fix = "stop it, or work in another folder with --data DIR"
        raise SpoolBusyError(f"another service (process {owner}) works in {folder}: {fix}") from error
    file.seek(0)
    file.truncate(0)
    file.write(f"{os.getpid()}\n")
    file.flush()
    return file


def open_database(folder: Path, stamp: str) -> sqlite3.Connection:
    """The spool of this folder; one that cannot be read is kept under another name and a new one begins.

    ``stamp`` goes into the name of what is moved aside.
    """
    path = folder / FILE
    try:
        return _connect(path)
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):
            raise SpoolError(f"spool {path} cannot be opened ({error}): check disk space and rights") from error
        log.error(  # noqa: TRY400 - the reason says it all
            "spool_unreadable kept_as=%s%s%s reason=%s", FILE, UNREADABLE, stamp, error
        )
        _move_aside(folder, stamp)
        return _connect(path)


def moved_aside(folder: Path) -> list[str]:
    """The names of spools that could not be read and were kept."""
    return sorted(path.name for path in folder.glob(f"{FILE}{UNREADABLE}*"))


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All or nothing, and durable when it ends."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _connect(path: Path) -> sqlite3.Connection:
    path.touch(mode=0o600)
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=5)
    try:
        # WAL with FULL: a commit has reached the disk before it is acknowledged (sqlite.org/pragma.html).
        connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA wal_autocheckpoint = 256")
        connection.execute("PRAGMA cache_size = -512")
        _check(connection)
        schema.prepare(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _check(connection: sqlite3.Connection) -> None:
    with closing(connection.execute("PRAGMA quick_check(1)")) as check:
        found = check.fetchone()[0]
    if found != "ok":
        raise sqlite3.DatabaseError(found)


def _move_aside(folder: Path, stamp: str) -> None:
    for suffix in ("", "-wal", "-shm"):
        path = folder / f"{FILE}{suffix}"
        if path.exists():
            path.rename(folder / f"{FILE}{UNREADABLE}{stamp}{suffix}")


def _hold(file: IO[str]) -> None:
    if sys.platform == "win32":
        import msvcrt

        file.seek(_BEYOND_BYTES)  # Windows locks bytes, and the number in front must stay readable
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
