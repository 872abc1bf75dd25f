"""What lies in the spool of an agent that is running."""

import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any


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
        for file in data.glob("spool.db*"):
            shutil.copy(file, folder)
        with closing(sqlite3.connect(Path(folder) / "spool.db")) as connection:
            return list(connection.execute(sql))
