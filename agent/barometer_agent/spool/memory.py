"""What the service must know again after a restart: cursors, gaps, the collector's configuration, the clock's skew."""

import sqlite3

import msgspec

from barometer_agent.spool.checksum import checksum, intact
from barometer_agent.spool.schema import SEALED_THROUGH
from barometer_shared.samples import Gap

_GAPS = "gaps"
_DUE = "gaps_due"
_LOST = "lost"


def recall(connection: sqlite3.Connection, name: str) -> str | None:
    """What was remembered under ``name``; None also where the disk has changed it."""
    row = connection.execute("SELECT value, crc FROM memory WHERE name = ?", (name,)).fetchone()
    return row[0] if row and intact(row[1], "memory", name, row[0]) else None


def remember(connection: sqlite3.Connection, name: str, value: str) -> None:
    """Keep ``value`` under ``name``."""
    query = "INSERT OR REPLACE INTO memory (name, value, crc) VALUES (?, ?, ?)"
    connection.execute(query, (name, value, checksum("memory", name, value)))


def cursor(connection: sqlite3.Connection, sampler: str) -> str | None:
    """Where a sampler left off; None also where the disk has changed it."""
    row = connection.execute("SELECT value, crc FROM cursor WHERE sampler = ?", (sampler,)).fetchone()
    return row[0] if row and intact(row[1], "cursor", sampler, row[0]) else None


def set_cursor(connection: sqlite3.Connection, sampler: str, value: str) -> None:
    """Where a sampler will go on."""
    query = "INSERT OR REPLACE INTO cursor (sampler, value, crc) VALUES (?, ?, ?)"
    connection.execute(query, (sampler, value, checksum("cursor", sampler, value)))


def sealed_through(connection: sqlite3.Connection) -> int:
    """The highest ``seq`` of a sample that was put into a batch, 0 before the first."""
    kept = recall(connection, SEALED_THROUGH)
    if kept is not None:
        return int(kept)
    return int(connection.execute("SELECT coalesce(max(through), 0) FROM batch").fetchone()[0])


def lost(connection: sqlite3.Connection) -> int:
    """Rows of samples and answers that a damaged disk has cost, as far as they could be counted."""
    return int(recall(connection, _LOST) or 0)


def add_lost(connection: sqlite3.Connection, items: int) -> None:
    """Count ``items`` more that could not be read again."""
    if items:
        remember(connection, _LOST, str(lost(connection) + items))


def set_gaps(connection: sqlite3.Connection, gaps: list[Gap]) -> None:
    """The full set of what this laptop gives nothing for; goes with the next batch."""
    remember(connection, _GAPS, msgspec.json.encode(gaps).decode())
    gaps_again(connection)


def gaps_again(connection: sqlite3.Connection) -> None:
    """The set of gaps must be sent again: the batch it was in did not arrive."""
    remember(connection, _DUE, "1")


def gaps_due(connection: sqlite3.Connection) -> list[Gap] | None:
    """The set that the collector does not have yet; None when it has."""
    kept = recall(connection, _GAPS)
    if kept is None or recall(connection, _DUE) != "1":
        return None
    return msgspec.json.decode(kept, type=list[Gap])


def gaps_sealed(connection: sqlite3.Connection) -> None:
    """The set of gaps is in a batch now."""
    remember(connection, _DUE, "0")
