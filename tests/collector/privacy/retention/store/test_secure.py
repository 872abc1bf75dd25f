"""What is deleted is not found in SQLite's files any more."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from barometer_collector.database import Database
from barometer_collector.privacy.retention.rules.cutoffs import DAY_MS
from barometer_collector.privacy.retention.service.sweeping import sweep
from barometer_collector.privacy.retention.store import secure
from tests.collector.laptops import TODAY
from tests.collector.privacy.retention.filling import promise_of, put

WORDS = "nobody should read this "
pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def files_with(database: Database, words: str) -> list[str]:
    """The files of the database in which these words stand."""
    assert database.file is not None
    folder = database.file.parent
    return sorted(path.name for path in folder.glob("barometer.sqlite*") if words.encode() in path.read_bytes())


def fill(database: Database) -> None:
    """Words of 200 people, as long as several pages and as short as a part of one."""
    for number in range(200):
        words = WORDS * (1 + number % 7 * 60)
        put(database, "answer", device_id=number, comment=words, value=3, received_at=(TODAY - 200) * DAY_MS)
    assert secure.empty_log(database)


def test_words_are_gone_from_the_file_and_from_the_log(database: Database) -> None:
    fill(database)
    assert files_with(database, WORDS) == ["barometer.sqlite"]
    sweep(database, promise_of("answer.words"), TODAY - 180, TODAY, lambda: None)
    assert secure.empty_log(database)
    assert files_with(database, WORDS) == []


def test_a_plain_delete_would_leave_them_there(database: Database) -> None:
    fill(database)
    with database.writing() as session:
        session.connection().execute(text("PRAGMA secure_delete=OFF"))
        session.connection().execute(text("DELETE FROM answer"))
    assert secure.empty_log(database)
    assert files_with(database, WORDS) == ["barometer.sqlite"]


def test_a_reader_in_the_way_lets_the_log_be_and_the_next_run_empties_it(database: Database) -> None:
    assert database.file is not None
    fill(database)
    with closing(_reading(database.file)) as reader:
        sweep(database, promise_of("answer.words"), TODAY - 180, TODAY, lambda: None)
        assert not secure.empty_log(database)
        reader.rollback()
    assert secure.empty_log(database)
    assert files_with(database, WORDS) == []


def _reading(file: Path) -> sqlite3.Connection:
    reader = sqlite3.connect(file)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM answer").fetchone()
    return reader
