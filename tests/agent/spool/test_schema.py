"""The tables of the spool."""

import sqlite3
from contextlib import closing

import pytest

from barometer_agent.spool.schema import VERSION, prepare


def test_preparing_twice_changes_nothing() -> None:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        prepare(connection)
        connection.execute("INSERT INTO memory VALUES ('name', 'value')")
        prepare(connection)
        assert connection.execute("SELECT value FROM memory").fetchone() == ("value",)
        assert connection.execute("PRAGMA user_version").fetchone() == (VERSION,)


def test_a_newer_version_is_refused() -> None:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")
        with pytest.raises(sqlite3.OperationalError, match="newer than this agent"):
            prepare(connection)
