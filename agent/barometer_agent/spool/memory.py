"""What the service must know again after a restart: cursors, gaps, the collector's configuration, the clock's skew."""

import sqlite3

import msgspec

from barometer_shared.samples import Gap

_GAPS = "gaps"
_DUE = "gaps_due"


def recall(connection: sqlite3.Connection, name: str) -> str | None:
    """What was remembered under ``name``."""
    row = connection.execute("SELECT value FROM memory WHERE name = ?", (name,)).fetchone()
    return row[0] if row else None


def remember(connection: sqlite3.Connection, name: str, value: str) -> None:
    """Keep ``value`` under ``name``."""
    query = "INSERT INTO memory (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
    connection.execute(query, (name, value))


def cursor(connection: sqlite3.Connection, sampler: str) -> str | None:
    """Where a sampler left off."""
    row = connection.execute("SELECT value FROM cursor WHERE sampler = ?", (sampler,)).fetchone()
    return row[0] if row else None


def set_cursor(connection: sqlite3.Connection, sampler: str, value: str) -> None:
    """Where a sampler will go on."""
    query = (
        "INSERT INTO cursor (sampler, value) VALUES (?, ?) ON CONFLICT (sampler) DO UPDATE SET value = excluded.value"
    )
    connection.execute(query, (sampler, value))


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
