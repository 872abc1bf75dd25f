"""The tables of the spool."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from barometer_agent.clock import Moment
from barometer_agent.spool import Spool, SpoolError
from barometer_agent.spool.database import connect
from barometer_agent.spool.quarantine import kept
from barometer_agent.spool.schema import VERSION, prepare

# What an agent with a spool of version 1 left behind.
_VERSION_1 = """
CREATE TABLE sample (
    seq INTEGER PRIMARY KEY, metric TEXT NOT NULL, lasting INTEGER NOT NULL, utc_ms INTEGER NOT NULL,
    utc_offset_minutes INTEGER NOT NULL, boot_id TEXT NOT NULL, monotonic_ms INTEGER NOT NULL, body BLOB NOT NULL);
CREATE INDEX sample_droppable ON sample (lasting, seq);
CREATE TABLE answer (
    seq INTEGER PRIMARY KEY, utc_ms INTEGER NOT NULL,
    utc_offset_minutes INTEGER NOT NULL, boot_id TEXT NOT NULL, monotonic_ms INTEGER NOT NULL, body BLOB NOT NULL);
CREATE TABLE prompt (
    seq INTEGER PRIMARY KEY, account TEXT NOT NULL, campaign TEXT NOT NULL, at_ms INTEGER NOT NULL,
    outcome TEXT NOT NULL);
CREATE INDEX prompt_account ON prompt (account, campaign);
CREATE TABLE cursor (sampler TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE dropped (metric TEXT PRIMARY KEY, samples INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE memory (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE batch (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, state TEXT NOT NULL, sealed_ms INTEGER NOT NULL,
    settled_ms INTEGER, samples INTEGER NOT NULL, answers INTEGER NOT NULL, note TEXT NOT NULL DEFAULT '',
    body BLOB NOT NULL);
CREATE INDEX batch_state ON batch (state, seq);
INSERT INTO sample VALUES (7, 'pressure_permille', 0, 1790000000000, 120, 'boot-1', 60000,
    CAST('{"metric":"pressure_permille","value":3,"at":1790000000000}' AS BLOB));
INSERT INTO cursor VALUES ('crashes', '9');
PRAGMA user_version = 1;
"""


def test_preparing_twice_changes_nothing() -> None:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        prepare(connection)
        connection.execute("INSERT INTO memory VALUES ('name', 'value', NULL)")
        prepare(connection)
        assert connection.execute("SELECT value FROM memory WHERE name = 'name'").fetchone() == ("value",)
        assert connection.execute("PRAGMA user_version").fetchone() == (VERSION,)


def test_a_spool_of_a_newer_agent_is_left_alone(tmp_path: Path, moment: Moment) -> None:
    with closing(connect(tmp_path)) as connection:
        connection.execute("PRAGMA user_version = 99")
        connection.execute("UPDATE memory SET value = '99' WHERE name = 'schema'")
    with pytest.raises(SpoolError, match=r"newer agent .version 99."):
        Spool(tmp_path, 1 << 20, moment)
    assert kept(tmp_path) == []


def test_a_flipped_bit_in_the_version_is_damage_and_no_newer_agent(tmp_path: Path, moment: Moment) -> None:
    with Spool(tmp_path, 1 << 20, moment) as spool:
        spool.remember("name", "value")
    with closing(connect(tmp_path)) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION | 64}")
    with Spool(tmp_path, 1 << 20, moment) as spool:
        assert spool.recall("name") == "value"
        assert len(spool.health().unreadable) == 1


def test_the_spool_of_an_older_agent_goes_on(tmp_path: Path, moment: Moment) -> None:
    with closing(sqlite3.connect(tmp_path / "spool.db", isolation_level=None)) as old:
        old.executescript(_VERSION_1)
    with Spool(tmp_path, 1 << 20, moment) as spool:
        assert (spool.health().samples, spool.health().unreadable) == (1, [])
        assert spool.cursor("crashes") == "9"
