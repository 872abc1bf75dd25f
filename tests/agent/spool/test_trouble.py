"""What an error of SQLite means."""

import errno
import sqlite3
from contextlib import closing

import pytest

from barometer_agent import language
from barometer_agent.spool.trouble import Trouble, damaged, trouble_of


@pytest.mark.parametrize(
    ("code", "trouble"),
    [
        (sqlite3.SQLITE_FULL, Trouble.FULL),
        (sqlite3.SQLITE_IOERR_FSYNC, Trouble.DISK),
        (sqlite3.SQLITE_IOERR_CORRUPTFS, Trouble.DAMAGED),
        (sqlite3.SQLITE_IOERR_READ, Trouble.DAMAGED),
        (sqlite3.SQLITE_READONLY_DBMOVED, Trouble.READ_ONLY),
        (sqlite3.SQLITE_CORRUPT_INDEX, Trouble.DAMAGED),
        (sqlite3.SQLITE_CANTOPEN_ISDIR, Trouble.DENIED),
        (sqlite3.SQLITE_BUSY_RECOVERY, Trouble.BUSY),
    ],
)
def test_extended_codes_are_what_their_primary_code_is(code: int, trouble: Trouble) -> None:
    error = sqlite3.OperationalError("told")
    error.sqlite_errorcode = code
    assert trouble_of(error) is trouble


@pytest.mark.parametrize(
    ("number", "trouble"),
    [(errno.ENOSPC, Trouble.FULL), (errno.EROFS, Trouble.READ_ONLY), (errno.EACCES, Trouble.DENIED)],
)
def test_the_systems_own_errors_mean_the_same(number: int, trouble: Trouble) -> None:
    assert trouble_of(OSError(number, "told")) is trouble
    assert trouble_of(OSError("told")) is Trouble.DISK


def test_a_text_that_is_no_text_any_more_is_damage_and_a_closed_connection_is_not() -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        with pytest.raises(sqlite3.OperationalError) as garbled:
            connection.execute("SELECT CAST(x'ff' AS TEXT)").fetchone()
        assert trouble_of(garbled.value) is Trouble.DAMAGED
    with pytest.raises(sqlite3.ProgrammingError) as closed:
        connection.execute("SELECT 1")
    assert trouble_of(closed.value) is not Trouble.DAMAGED
    assert trouble_of(damaged("found by ourselves")) is Trouble.DAMAGED


@pytest.mark.parametrize("code", ["en", "nl"])
def test_every_trouble_can_be_told(code: str) -> None:
    assert {f"spool.failing.{trouble}" for trouble in Trouble} <= set(language.texts(code))
