"""The tables of the spool."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from barometer_agent.clock import Moment
from barometer_agent.spool import Spool, SpoolError
from barometer_agent.spool.checksum import checksum
from barometer_agent.spool.database import connect
from barometer_agent.spool.preferences import Preferences
from barometer_agent.spool.quarantine import kept
from barometer_agent.spool.schema import PEOPLE, VERSION, prepare
from tests.agent.voting import held

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


# And what one of version 2 had more: sums, and the choices of people.
_VERSION_2 = f"""
{_VERSION_1}
ALTER TABLE sample ADD COLUMN crc INTEGER; ALTER TABLE answer ADD COLUMN crc INTEGER;
ALTER TABLE prompt ADD COLUMN crc INTEGER; ALTER TABLE cursor ADD COLUMN crc INTEGER;
ALTER TABLE dropped ADD COLUMN crc INTEGER; ALTER TABLE memory ADD COLUMN crc INTEGER;
ALTER TABLE batch ADD COLUMN through INTEGER NOT NULL DEFAULT 0; ALTER TABLE batch ADD COLUMN crc INTEGER;
INSERT INTO memory VALUES ('schema', '2', {checksum("memory", "schema", 2)});
INSERT INTO memory VALUES ('preferences of anna', '{{"never":true}}', NULL);
INSERT INTO memory VALUES ('preferences of bert', '{{"ask_less":1}}', NULL);
PRAGMA user_version = 2;
"""  # noqa: S608 - our own words


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


@pytest.mark.parametrize("script", [_VERSION_1, _VERSION_2])
def test_the_spool_of_an_older_agent_goes_on(tmp_path: Path, moment: Moment, script: str) -> None:
    with closing(sqlite3.connect(tmp_path / "spool.db", isolation_level=None)) as old:
        old.executescript(script)
    with Spool(tmp_path, 1 << 20, moment) as spool:
        assert (spool.health().samples, spool.health().unreadable) == (1, [])
        assert spool.cursor("crashes") == "9"
        spool.ballots.keep(held())
        assert spool.ballots.tickets() == [held()]


def test_the_choices_that_an_older_agent_kept_are_counted(tmp_path: Path, moment: Moment) -> None:
    with closing(sqlite3.connect(tmp_path / "spool.db", isolation_level=None)) as old:
        old.executescript(_VERSION_2)
    with Spool(tmp_path, 1 << 20, moment) as spool:
        assert spool.recall(PEOPLE) == "2"
        assert spool.preferences("anna") == Preferences(never=True)
        assert spool.preferences("carl") == Preferences()


@pytest.mark.parametrize("version", [0, 1, 2, 7])
def test_a_spool_of_this_agent_whose_version_was_damaged_keeps_its_tickets(
    tmp_path: Path, moment: Moment, version: int
) -> None:
    with Spool(tmp_path, 1 << 20, moment) as spool:
        spool.ballots.keep(held())
    with closing(sqlite3.connect(tmp_path / "spool.db", isolation_level=None)) as connection:
        connection.execute(f"PRAGMA user_version = {version}")
    with Spool(tmp_path, 1 << 20, moment) as spool:
        assert spool.ballots.tickets() == [held()]
