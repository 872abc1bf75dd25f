"""The spool's file."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from barometer_agent.spool.database import FILE, WAL, connect, move_into_file, transaction


def test_what_fails_halfway_leaves_nothing(tmp_path: Path) -> None:
    connection = connect(tmp_path)

    def fail_halfway() -> None:
        with transaction(connection):
            connection.execute("INSERT INTO memory VALUES ('name', 'value', NULL)")
            raise ZeroDivisionError

    with closing(connection):
        with pytest.raises(ZeroDivisionError):
            fail_halfway()
        assert connection.execute("SELECT count(*) FROM memory WHERE name = 'name'").fetchone() == (0,)


def test_there_is_no_third_file_that_a_full_disk_could_spoil(tmp_path: Path) -> None:
    with closing(connect(tmp_path)) as connection:
        connection.execute("INSERT INTO memory VALUES ('name', 'value', NULL)")
        assert {path.name for path in tmp_path.iterdir()} == {FILE, WAL}


def test_what_was_moved_into_the_file_needs_no_log(tmp_path: Path) -> None:
    with closing(connect(tmp_path)) as connection:
        connection.execute("INSERT INTO memory VALUES ('name', 'value', NULL)")
        move_into_file(connection)
        assert (tmp_path / WAL).stat().st_size == 0
        (tmp_path / "copy").write_bytes((tmp_path / FILE).read_bytes())
    with closing(sqlite3.connect(tmp_path / "copy")) as copy:
        assert copy.execute("SELECT value FROM memory WHERE name = 'name'").fetchone() == ("value",)


def test_damage_is_noticed_after_an_unclean_end(tmp_path: Path) -> None:
    with closing(connect(tmp_path)) as connection:
        connection.execute("INSERT INTO memory VALUES ('name', 'value', NULL)")
        move_into_file(connection)
        connection.execute("INSERT INTO memory VALUES ('name2', 'value', NULL)")
        unclean = {name: (tmp_path / name).read_bytes() for name in (FILE, WAL)}
    content = bytearray(unclean[FILE])
    content[4096 * 3 : 4096 * 5] = b"\xff" * 8192
    (tmp_path / FILE).write_bytes(content)
    (tmp_path / WAL).write_bytes(unclean[WAL])
    with pytest.raises(sqlite3.DatabaseError):
        connect(tmp_path)
