"""What lies in the spool of an agent that is running."""

import shutil
import sqlite3
import tempfile
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

_COPIES = 20


def waiting(data: Path) -> int:
    """How many samples lie there, in a batch or not, and the collector has not said that it has them."""
    query = (
        "select (select count(*) from sample),"
        " (select coalesce(sum(samples), 0) from batch where state != 'acknowledged')"
    )
    try:
        [(loose, sealed)] = spooled(data, query)
    except sqlite3.DatabaseError:
        return 0
    return int(loose + sealed)


def spooled(data: Path, sql: str) -> list[tuple[Any, ...]]:
    """Rows of a copy of the spool in ``data`` as it lies on the disk now: the agent has it for itself.

    Raises sqlite3.DatabaseError where it is not made yet, or was written while it was copied.
    """
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for _ in range(_COPIES):
            before = _stamps(data)
            _copy(data, copy)
            if _stamps(data) == before:
                break
        else:
            raise sqlite3.DatabaseError(f"the spool in {data} was written each time that it was copied")
        with closing(sqlite3.connect(copy / "spool.db")) as connection:
            return list(connection.execute(sql))


def _copy(data: Path, to: Path) -> None:
    for old in to.iterdir():
        old.unlink()
    for file in data.glob("spool.db*"):
        with suppress(FileNotFoundError):  # gone since it was listed
            shutil.copy(file, to)


def _stamps(data: Path) -> set[tuple[str, int, int]]:
    """What changes whenever something was written."""
    found = set()
    for file in (data / "spool.db", data / "spool.db-wal"):
        with suppress(FileNotFoundError):
            told = file.stat()
            found.add((file.name, told.st_size, told.st_mtime_ns))
    return found
