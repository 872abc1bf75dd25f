"""Retention is killed again and again: nothing young goes, and in the end all that is old has gone."""

import random
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from barometer_collector.database import Database, sqlite_url
from barometer_collector.migrations.schema import upgrade

ROWS = 60_000
KILLS = 8
pytestmark = pytest.mark.timeout(240)

COUNTS = {
    "sample": "SELECT sum(arrived < :today - 30), sum(arrived >= :today - 30) FROM sample",
    "device_score": "SELECT sum(day < :today - 500), sum(day >= :today - 300) FROM device_score",
    "group_score": "SELECT sum(day < :today - 900), sum(day >= :today - 300) FROM group_score",
    "answer": "SELECT sum(comment <> '' AND received_at < :moment), count(*) FROM answer",
}


def today() -> int:
    return int(datetime.now(UTC).timestamp()) // 86_400


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data directory of which half of the rows are too old."""
    database = Database(sqlite_url(tmp_path))
    upgrade(database)
    database.close()
    with closing(sqlite3.connect(tmp_path / "barometer.sqlite", isolation_level=None)) as connection:
        now = today()
        connection.execute("BEGIN")
        connection.executemany(
            "INSERT INTO sample (id, device_id, metric, subject, at, day, value, failed, bucket, arrived) "
            "VALUES (?, 1, 8, 'intranet', 0, 0, 5, 0, 1, ?)",
            ((number, now - 60 + number * 60 // ROWS) for number in range(ROWS)),
        )
        connection.executemany(
            "INSERT INTO device_score (device_id, day, model, computed_at) VALUES (?, ?, 'm', 0)",
            ((number % 1_000, now - number // 1_000 * 10) for number in range(ROWS)),
        )
        connection.executemany(
            "INSERT INTO group_score (group_key, day, document, model, computed_at) VALUES (?, ?, '{}', 'm', 0)",
            ((f"team:{number % 10}", now - number // 10) for number in range(ROWS // 4)),
        )
        connection.executemany(
            "INSERT INTO answer (device_id, answer_id, campaign, respondent, type, value, option, text, comment, "
            "sharing, language, at, day, received_at) "
            "VALUES (?, ?, 'c', 'r', 'faces', 3, '', '', 'words', 'shared', 'en', 0, ?, ?)",
            ((n, str(n), now - n % 380, (now - n % 380) * 86_400_000) for n in range(ROWS // 10)),
        )
        connection.execute("COMMIT")
    return tmp_path


def counts(data: Path) -> dict[str, tuple[int, int]]:
    """What is too old and what is young, by table; and the database is sound."""
    with closing(sqlite3.connect(data / "barometer.sqlite", timeout=30)) as connection:
        assert connection.execute("PRAGMA quick_check").fetchall() == [("ok",)]
        values = {"today": today(), "moment": (today() - 200) * 86_400_000}
        rows = {table: connection.execute(query, values).fetchone() for table, query in COUNTS.items()}
    return {table: (int(old or 0), int(young)) for table, (old, young) in rows.items()}


def deleting(data: Path, bites: int | None, seconds: float = 0) -> bool:
    """Whether a run that is killed so many seconds after so many bites (None: never) came to its end."""
    command = [sys.executable, str(Path(__file__).with_name("deleting.py")), str(data)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        told = [line for line, _ in zip(process.stdout, range(bites or 1_000_000), strict=False)]
        if bites is not None:
            time.sleep(seconds)
            process.kill()
        return "done\n" in [*told, *process.stdout]


def test_it_can_be_killed_at_any_moment_and_goes_on_where_it_was(data: Path) -> None:
    drawn = random.Random(5)
    before = counts(data)
    assert all(old and young for old, young in before.values())
    killed_half_way = 0
    for _ in range(KILLS):
        deleting(data, drawn.randint(1, 8), drawn.uniform(0, 0.02))
        now = counts(data)
        assert {table: each[1] for table, each in now.items()} == {table: each[1] for table, each in before.items()}
        killed_half_way += any(0 < now[table][0] < before[table][0] for table in now)
    assert deleting(data, None)
    assert {old for old, _young in counts(data).values()} == {0}
    assert killed_half_way
