"""The pages of a database, read without SQLite."""

import sqlite3
import struct
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from barometer_agent.spool.database import PAGE_BYTES
from barometer_agent.spool.pages import decode, open_pages

CELL = st.none() | st.integers(-(1 << 63), (1 << 63) - 1) | st.text(max_size=9000) | st.binary(max_size=9000)
ROWS = st.lists(st.tuples(CELL, CELL), max_size=6)
QUIET = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)


def database(folder: Path, rows: list[tuple[object, object]]) -> Path:
    path = folder / "some.db"
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(f"PRAGMA page_size = {PAGE_BYTES}")
        connection.execute("CREATE TABLE numbered (seq INTEGER PRIMARY KEY, one, other)")
        connection.execute("CREATE TABLE named (name TEXT PRIMARY KEY, one) WITHOUT ROWID")
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("BEGIN")
        connection.executemany("INSERT INTO numbered VALUES (?, ?, ?)", [(n, *row) for n, row in enumerate(rows)])
        connection.executemany("INSERT INTO named VALUES (?, ?)", [(f"n{n}", row[0]) for n, row in enumerate(rows)])
        connection.execute("COMMIT")
    return path


@QUIET
@given(ROWS)
def test_what_sqlite_wrote_is_read_as_it_was(tmp_path: Path, rows: list[tuple[object, object]]) -> None:
    found = list(open_pages(database(tmp_path, rows), PAGE_BYTES, {}, None))
    numbered = {row.seq: row.values[1:] for row in found if row.seq is not None and len(row.values) == 3}
    assert numbered == dict(enumerate(rows))
    named = {row.values[0]: row.values[1] for row in found if row.seq is None}
    assert named == {f"n{n}": row[0] for n, row in enumerate(rows)}


def test_many_rows_in_many_pages_are_each_read_once(tmp_path: Path) -> None:
    rows: list[tuple[object, object]] = [(number, "x" * (number % 300)) for number in range(2000)]
    found = list(open_pages(database(tmp_path, rows), PAGE_BYTES, {}, None))
    assert sorted(row.seq for row in found if row.seq is not None and len(row.values) == 3) == list(range(2000))
    assert sum(row.seq is None for row in found) == 2000


def test_a_newer_page_takes_the_place_of_the_files(tmp_path: Path) -> None:
    path = database(tmp_path, [(1, "old")])
    content = path.read_bytes()
    newer = {
        number + 1: content[number * PAGE_BYTES : (number + 1) * PAGE_BYTES].replace(b"old", b"new")
        for number in range(len(content) // PAGE_BYTES)
    }
    assert (None, 1, "new") in [row.values for row in open_pages(path, PAGE_BYTES, newer, None)]
    assert list(open_pages(path, PAGE_BYTES, newer, 0)) == []


@QUIET
@given(ROWS, st.lists(st.tuples(st.integers(0, 1 << 20), st.integers(0, 255)), min_size=1, max_size=60))
def test_damage_is_survived(tmp_path: Path, rows: list[tuple[object, object]], hits: list[tuple[int, int]]) -> None:
    path = database(tmp_path, rows)
    content = bytearray(path.read_bytes())
    for place, value in hits:
        content[place % len(content)] = value
    path.write_bytes(content)
    list(open_pages(path, PAGE_BYTES, {}, None))


@given(st.binary(max_size=60))
def test_garbage_is_no_record_or_some_record(garbage: bytes) -> None:
    try:
        decode(garbage)
    except (ValueError, IndexError, struct.error):
        return


def test_no_file_has_no_rows(tmp_path: Path) -> None:
    assert list(open_pages(tmp_path / "none", PAGE_BYTES, {}, None)) == []


def test_an_impossible_length_is_no_record() -> None:
    with pytest.raises(ValueError, match="3"):
        decode(b"\x02\x0f")
