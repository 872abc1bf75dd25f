"""The SQL of backups. SQLite alone: a server has tools of its own."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

PAGES_A_STEP = 1_024  # 4 MiB
_BUSY_SECONDS = 10.0
_COUNTED = ("device", "answer")

Paced = Callable[[int, int], None]


class DamagedError(Exception):
    """SQLite finds the file damaged; the message is what it says."""


def copy(source: Path, target: Path, paced: Paced) -> None:
    """Copy the database ``source``, which others may be writing to, into the file ``target``: as it is at one moment.

    In steps, with ``paced(pages left, all pages)`` called after each. One transaction is held open around them: without
    it SQLite begins anew after every commit of others, and ends when they do. Nobody waits for it, but their log grows
    meanwhile. Raises OSError, also where SQLite cannot read or write, and what ``paced`` raises.
    """
    try:
        _copy(source, target, paced)
    except sqlite3.Error as error:
        raise OSError(str(error)) from error


def check(file: Path) -> None:
    """Read the whole database in ``file``, which nobody writes to; DamagedError where something is wrong with it."""
    try:
        with closing(_alone(file)) as connection:
            said = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.DatabaseError as error:
        raise DamagedError(str(error)) from error
    if said != "ok":
        raise DamagedError(said.partition("\n")[0])


def schema_of(file: Path) -> str:
    """The revision of the schema; "" where there is none. Raises DamagedError."""
    return str(_value(file, "SELECT version_num FROM alembic_version") or "")


def rows_of(file: Path) -> dict[str, int]:
    """How many rows the tables have by which somebody tells whether it is the right backup. Raises DamagedError."""
    rows = {table: int(_value(file, f"SELECT count(*) FROM {table}") or 0) for table in _COUNTED}  # noqa: S608 - ours
    last = _value(file, "SELECT COALESCE(MAX(id), 0) - COALESCE(MIN(id), 1) + 1 FROM sample")
    return rows | {"sample": int(last or 0)}


def _value(file: Path, query: str) -> Any:
    try:
        with closing(_alone(file)) as connection:
            row = connection.execute(query).fetchone()
    except sqlite3.DatabaseError as error:
        raise DamagedError(str(error)) from error
    return row[0] if row else None


def _alone(file: Path) -> sqlite3.Connection:
    """Read as a file that does not change, so that no log and no lock is made beside it."""
    return sqlite3.connect(f"{file.resolve().as_uri()}?immutable=1", uri=True)


def _copy(source: Path, target: Path, paced: Paced) -> None:
    with closing(sqlite3.connect(source, timeout=_BUSY_SECONDS, isolation_level=None)) as reading:
        reading.execute("BEGIN")
        reading.execute("SELECT count(*) FROM sqlite_master").fetchone()
        with closing(sqlite3.connect(target, isolation_level=None)) as writing:
            for pragma in ("journal_mode=OFF", "synchronous=OFF"):  # the caller syncs; a half copy is thrown away
                writing.execute(f"PRAGMA {pragma}").close()
            reading.backup(writing, pages=PAGES_A_STEP, progress=lambda _status, left, all_: paced(left, all_), sleep=0)
