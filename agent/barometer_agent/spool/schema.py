"""The tables of the spool.

Rows are ordered by ``seq``, the order in which they came, never by a clock that may be wrong. ``crc`` is the
checksum of the row (see ``checksum``), NULL in rows of a spool that is older than the sums.
"""

import sqlite3

from barometer_agent.spool.checksum import checksum
from barometer_agent.spool.errors import SpoolError
from barometer_agent.spool.trouble import Trouble, damaged

VERSION = 3
# Names in ``memory``: the version once more, as the file's header may be what is damaged, and the highest seq of a
# sample that was sealed: what is found at or below it after damage has had its batch.
KEPT_VERSION = "schema"
SEALED_THROUGH = "sealed_through"
# And of how many people there are choices: whose were lost to damage must not be taken for somebody who never chose.
PEOPLE = "people"
CHOICES_OF = "preferences of "  # followed by the account

# sample.lasting: 1 for events (boots, crashes), which the quota drops last.
# sample_droppable holds the metric, batch_state the items: second copies that tell what was in a damaged part.
# batch.state: pending, acknowledged, halved (goes on in others), refused (set aside), lost (its answers were
# refused twice), expired.
# batch.through: SEALED_THROUGH when it was sealed. The sum of a batch leaves out its body, which has one in gzip.
# ticket.due_ms: when its state is to change, by the collector's clock. ballot: in the order of a random id, so that the
# order in which people answered is not kept; whose it is stands nowhere.
_TABLES = """
CREATE TABLE sample (
    seq INTEGER PRIMARY KEY, metric TEXT NOT NULL, lasting INTEGER NOT NULL, utc_ms INTEGER NOT NULL,
    utc_offset_minutes INTEGER NOT NULL, boot_id TEXT NOT NULL, monotonic_ms INTEGER NOT NULL, body BLOB NOT NULL,
    crc INTEGER);
CREATE INDEX sample_droppable ON sample (lasting, seq, metric);
CREATE TABLE answer (
    seq INTEGER PRIMARY KEY, utc_ms INTEGER NOT NULL, utc_offset_minutes INTEGER NOT NULL, boot_id TEXT NOT NULL,
    monotonic_ms INTEGER NOT NULL, body BLOB NOT NULL, crc INTEGER);
CREATE TABLE prompt (
    seq INTEGER PRIMARY KEY, account TEXT NOT NULL, campaign TEXT NOT NULL, at_ms INTEGER NOT NULL,
    outcome TEXT NOT NULL, crc INTEGER);
CREATE INDEX prompt_account ON prompt (account, campaign);
CREATE TABLE cursor (sampler TEXT PRIMARY KEY, value TEXT NOT NULL, crc INTEGER) WITHOUT ROWID;
CREATE TABLE dropped (metric TEXT PRIMARY KEY, samples INTEGER NOT NULL, crc INTEGER) WITHOUT ROWID;
CREATE TABLE memory (name TEXT PRIMARY KEY, value TEXT NOT NULL, crc INTEGER) WITHOUT ROWID;
CREATE TABLE batch (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, state TEXT NOT NULL, sealed_ms INTEGER NOT NULL,
    settled_ms INTEGER, samples INTEGER NOT NULL, answers INTEGER NOT NULL, note TEXT NOT NULL DEFAULT '',
    body BLOB NOT NULL, through INTEGER NOT NULL DEFAULT 0, crc INTEGER);
CREATE INDEX batch_state ON batch (state, seq, samples, answers);
"""
_ANONYMOUS = """
CREATE TABLE ticket (
    account TEXT NOT NULL, campaign TEXT NOT NULL, state INTEGER NOT NULL, anonymous BLOB NOT NULL, token BLOB NOT NULL,
    due_ms INTEGER NOT NULL, crc INTEGER, PRIMARY KEY (account, campaign)) WITHOUT ROWID;
CREATE TABLE ballot (
    id TEXT PRIMARY KEY, campaign TEXT NOT NULL, closes_ms INTEGER NOT NULL, send_ms INTEGER NOT NULL,
    body BLOB NOT NULL, crc INTEGER) WITHOUT ROWID;
"""
_FROM_VERSION_1 = """
ALTER TABLE sample ADD COLUMN crc INTEGER;
ALTER TABLE answer ADD COLUMN crc INTEGER;
ALTER TABLE prompt ADD COLUMN crc INTEGER;
ALTER TABLE cursor ADD COLUMN crc INTEGER;
ALTER TABLE dropped ADD COLUMN crc INTEGER;
ALTER TABLE memory ADD COLUMN crc INTEGER;
ALTER TABLE batch ADD COLUMN through INTEGER NOT NULL DEFAULT 0;
ALTER TABLE batch ADD COLUMN crc INTEGER;
DROP INDEX sample_droppable;
CREATE INDEX sample_droppable ON sample (lasting, seq, metric);
DROP INDEX batch_state;
CREATE INDEX batch_state ON batch (state, seq, samples, answers);
"""


def prepare(connection: sqlite3.Connection) -> None:
    """Make the tables where there are none yet, and bring older ones up to date.

    Raises SpoolError for the spool of a newer agent, sqlite3.DatabaseError for a file that is no spool.
    """
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version == VERSION:
        return
    if version > VERSION:
        if connection.execute("SELECT value FROM memory WHERE name = ?", (KEPT_VERSION,)).fetchone() == (str(VERSION),):
            raise damaged("the version in the header is not the one in the tables")
        raise SpoolError(f"spool.failing.{Trouble.NEWER}", version=version)
    change = {0: _TABLES, 1: _FROM_VERSION_1}.get(version, "") + _ANONYMOUS
    keep = f"{_kept(KEPT_VERSION, VERSION)} {_kept(PEOPLE, _people(connection) if version else 0)}"
    connection.executescript(f"BEGIN IMMEDIATE; {change} {keep} PRAGMA user_version = {VERSION}; COMMIT;")


def _kept(name: str, value: int) -> str:
    crc = checksum("memory", name, value)
    return f"INSERT OR REPLACE INTO memory VALUES ('{name}', '{value}', {crc});"  # noqa: S608 - our own names


def _people(connection: sqlite3.Connection) -> int:
    query = "SELECT count(*) FROM memory WHERE substr(name, 1, ?) = ?"
    return int(connection.execute(query, (len(CHOICES_OF), CHOICES_OF)).fetchone()[0])
