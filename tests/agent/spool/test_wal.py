"""The log, read without SQLite."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from barometer_agent.spool.database import FILE, PAGE_BYTES, WAL, connect
from barometer_agent.spool.wal import read

FRAME = PAGE_BYTES + 24
COMMITS = 6


@pytest.fixture
def log(tmp_path: Path) -> Callable[[], bytearray]:
    def make() -> bytearray:
        connection = connect(tmp_path)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        for number in range(COMMITS):
            connection.execute("INSERT INTO cursor VALUES (?, 'v', NULL)", (f"sampler-{number}",))
        content = bytearray((tmp_path / WAL).read_bytes())
        connection.close()
        return content

    return make


def test_a_whole_log_holds_the_last_state_of_each_page(log: Callable[[], bytearray], tmp_path: Path) -> None:
    (tmp_path / WAL).write_bytes(log())
    found = read(tmp_path / WAL, PAGE_BYTES)
    assert not found.damaged
    assert len(found.pages) == 1
    assert all(f"sampler-{number}".encode() in next(iter(found.pages.values())) for number in range(COMMITS))


def test_a_torn_end_is_no_damage(log: Callable[[], bytearray], tmp_path: Path) -> None:
    content = log()
    content[-5] ^= 1
    (tmp_path / WAL).write_bytes(content)
    found = read(tmp_path / WAL, PAGE_BYTES)
    assert not found.damaged
    assert b"sampler-4" in next(iter(found.pages.values()))
    assert b"sampler-5" not in next(iter(found.pages.values()))


def test_a_flipped_bit_in_the_middle_undoes_no_commit_behind_it(log: Callable[[], bytearray], tmp_path: Path) -> None:
    content = log()
    content[32 + FRAME + 24 + 200] ^= 1
    (tmp_path / WAL).write_bytes(content)
    found = read(tmp_path / WAL, PAGE_BYTES)
    assert found.damaged
    assert b"sampler-4" in next(iter(found.pages.values()))  # the last may be torn


def test_what_sqlite_reads_is_what_we_read(log: Callable[[], bytearray], tmp_path: Path) -> None:
    content = log()
    (tmp_path / WAL).write_bytes(content)
    connection = sqlite3.connect(tmp_path / FILE)
    seen = connection.execute("SELECT count(*) FROM cursor").fetchone()[0]
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.close()
    (tmp_path / WAL).write_bytes(content)
    assert (seen, pages) == (COMMITS, read(tmp_path / WAL, PAGE_BYTES).page_count)


@given(st.binary(max_size=200) | st.binary(max_size=100).map(lambda tail: bytes.fromhex("377f0682") + tail))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_garbage_is_an_empty_log(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "garbage").write_bytes(content)
    assert read(tmp_path / "garbage", PAGE_BYTES).pages == {}


def test_no_log_is_an_empty_log(tmp_path: Path) -> None:
    assert not read(tmp_path / "none", PAGE_BYTES).damaged
