"""The tables of the spool.

Rows are ordered by ``seq``, the order in which they came, never by a clock that may be wrong.
"""

import sqlite3

VERSION = 1

# sample.lasting: 1 for events (boots, crashes), which the quota drops last.
# batch.state: pending, acknowledged, halved, refused (set aside), expired.
_TABLES = """
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
"""


def prepare(connection: sqlite3.Connection) -> None:
    """Make the tables where there are none yet. Raises sqlite3.DatabaseError for a file that is no spool."""
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version == 0:
        connection.executescript(f"BEGIN IMMEDIATE; {_TABLES} PRAGMA user_version = {VERSION}; COMMIT;")
    elif version > VERSION:
        raise sqlite3.OperationalError(f"version {version} of the spool is newer than this agent")
