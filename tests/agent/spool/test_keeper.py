"""The connection that survives the disk."""

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from barometer_agent.spool import SpoolError
from barometer_agent.spool.database import FILE
from barometer_agent.spool.keeper import Keeper
from barometer_agent.spool.quarantine import kept
from barometer_agent.spool.trouble import Trouble, damaged


@pytest.fixture
def keeper(tmp_path: Path) -> Iterator[Keeper]:
    with closing(Keeper(tmp_path)) as opened:
        yield opened


def failing(code: int) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("told")
    error.sqlite_errorcode = code
    return error


def fail(error: Exception) -> None:
    raise error


def write(connection: sqlite3.Connection) -> None:
    connection.execute("INSERT OR REPLACE INTO memory VALUES ('name', 'value', NULL)")


def test_a_full_disk_is_told_once_and_ends_with_the_first_write(
    keeper: Keeper, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    for _ in range(3):
        with pytest.raises(SpoolError, match="is full"):
            keeper.run(lambda _: fail(failing(sqlite3.SQLITE_FULL)), writes=True)
        keeper.run(lambda connection: connection.execute("SELECT 1").fetchone(), writes=False)
        assert keeper.trouble is Trouble.FULL
    keeper.run(write, writes=True)
    assert keeper.trouble is None
    assert [record.message.split()[0] for record in caplog.records] == ["spool_failing", "spool_works_again"]


def test_damage_that_comes_to_light_is_replaced_and_the_work_done_again(keeper: Keeper, tmp_path: Path) -> None:
    tries: list[int] = []

    def work(connection: sqlite3.Connection) -> int:
        tries.append(1)
        if len(tries) <= 2:
            raise damaged("a page")
        write(connection)
        return 7

    assert keeper.run(work, writes=True) == 7
    assert len(tries) == 3
    assert kept(tmp_path) == [f"{FILE}.unreadable-0001"]


def test_a_disk_that_failed_to_read_once_costs_nothing(keeper: Keeper, tmp_path: Path) -> None:
    keeper.run(write, writes=True)
    tries: list[int] = []

    def work(connection: sqlite3.Connection) -> str:
        tries.append(1)
        if len(tries) == 1:
            raise damaged("a page")
        return str(connection.execute("SELECT value FROM memory WHERE name = 'name'").fetchone()[0])

    assert keeper.run(work, writes=False) == "value"
    assert kept(tmp_path) == []


def test_damage_without_end_is_no_loop(keeper: Keeper) -> None:
    with pytest.raises(SpoolError, match="damaged at once"):
        keeper.run(lambda _: fail(damaged("again")), writes=True)
    keeper.run(write, writes=True)


def test_a_fault_of_ours_is_not_taken_for_the_disks(keeper: Keeper, tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError):
        keeper.run(lambda _: 1 // 0, writes=True)
    assert (keeper.trouble, kept(tmp_path)) == (None, [])
