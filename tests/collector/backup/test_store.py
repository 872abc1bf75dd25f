"""A copy is of one moment, whatever others write meanwhile."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from barometer_collector.backup import store


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A database of some 20 MB, as the collector keeps it."""
    file = tmp_path / "source.sqlite"
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, filling BLOB)")
        connection.execute(
            "INSERT INTO t SELECT value, randomblob(4000) FROM (WITH RECURSIVE n (value) AS "
            "(SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < 5000) SELECT value FROM n)"
        )
    return file


def test_it_ends_and_is_whole_though_somebody_writes_after_every_step(source: Path, tmp_path: Path) -> None:
    steps: list[int] = []
    with closing(sqlite3.connect(source, timeout=0, isolation_level=None)) as other:

        def write(left: int, _all: int) -> None:
            steps.append(left)
            other.execute("INSERT INTO t (filling) VALUES (randomblob(4000))")
            other.execute("UPDATE t SET filling = randomblob(4000) WHERE id = ?", (len(steps),))

        store.copy(source, tmp_path / "copy", write)
        assert other.execute("SELECT count(*) FROM t").fetchone() == (5000 + len(steps),)
    assert steps == sorted(steps, reverse=True)
    assert len(steps) > 3
    store.check(tmp_path / "copy")
    with closing(sqlite3.connect(tmp_path / "copy")) as copied:
        assert copied.execute("SELECT count(*), max(id) FROM t").fetchone() == (5000, 5000)


def test_what_is_only_in_the_log_is_copied_too(source: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(source, isolation_level=None)) as other:
        other.execute("PRAGMA wal_autocheckpoint=0")
        other.execute("DELETE FROM t WHERE id > 10")
        store.copy(source, tmp_path / "copy", lambda _left, _all: None)
    with closing(sqlite3.connect(tmp_path / "copy")) as copied:
        assert copied.execute("SELECT count(*) FROM t").fetchone() == (10,)


def test_damage_is_found_without_touching_the_file(source: Path, tmp_path: Path) -> None:
    content = bytearray(source.read_bytes())
    content[100 * 4096 : 101 * 4096] = b"\xff" * 4096
    (tmp_path / "damaged").write_bytes(content)
    with pytest.raises(store.DamagedError):
        store.check(tmp_path / "damaged")
    (tmp_path / "text").write_text("no database at all, and long enough to be read as one" * 100)
    with pytest.raises(store.DamagedError, match="not a database"):
        store.check(tmp_path / "text")
    with pytest.raises(store.DamagedError):
        store.schema_of(tmp_path / "text")
    assert not list(tmp_path.glob("damaged-*"))


def test_a_place_that_cannot_be_written_is_told_as_such(source: Path, tmp_path: Path) -> None:
    with pytest.raises(OSError, match="unable to open"):
        store.copy(source, tmp_path / "missing" / "copy", lambda _left, _all: None)


def test_schema_and_rows_are_told(backup: Path) -> None:
    assert store.rows_of(backup / "barometer.sqlite") == {"answer": 3, "device": 1, "sample": 0}
    assert store.schema_of(backup / "barometer.sqlite") >= "0005"
