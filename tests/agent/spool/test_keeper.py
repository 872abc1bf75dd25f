"""The connection that survives the disk."""

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from barometer_agent.spool import SpoolError
from barometer_agent.spool.database import FILE, WAL, move_into_file
from barometer_agent.spool.keeper import Keeper
from barometer_agent.spool.quarantine import kept
from barometer_agent.spool.trouble import Trouble, damaged

if TYPE_CHECKING:
    Disk = Any


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


def kept_value(connection: sqlite3.Connection) -> object:
    return connection.execute("SELECT value FROM memory WHERE name = 'name'").fetchone()


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


def test_work_that_had_nothing_to_write_does_not_end_the_trouble(disk: "Disk") -> None:
    with closing(Keeper(disk.folder)) as keeper:
        keeper.run(write, writes=True)
        keeper.run(move_into_file, writes=True)
        disk.fill()
        with pytest.raises(SpoolError, match="is full"):
            keeper.run(write, writes=True)
        keeper.run(kept_value, writes=True)
        keeper.run(move_into_file, writes=True)
        assert keeper.trouble is Trouble.FULL


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


def test_a_spool_on_a_full_disk_is_opened_and_goes_on_when_there_is_room(disk: "Disk") -> None:
    with closing(Keeper(disk.folder)) as before:
        before.run(write, writes=True)
    disk.fill()
    with closing(Keeper(disk.folder)) as keeper:
        assert keeper.run(kept_value, writes=False) == ("value",)
        with pytest.raises(SpoolError, match="is full"):
            keeper.run(write, writes=True)
        assert keeper.run(kept_value, writes=False) == ("value",)
        disk.make_room()
        keeper.run(write, writes=True)
        assert keeper.trouble is None


def test_a_disk_without_room_for_one_more_file_can_still_be_read(disk: "Disk") -> None:
    with closing(Keeper(disk.folder)) as before:
        before.run(write, writes=True)
    number = 0
    while True:
        try:
            (disk.folder / f"small-{number}").touch()
        except OSError:
            break
        number += 1
    with closing(Keeper(disk.folder)) as keeper:
        assert keeper.run(kept_value, writes=False) == ("value",)
        assert keeper.trouble is Trouble.FULL
        (disk.folder / "small-0").unlink()
        keeper.run(write, writes=True)
        assert keeper.trouble is None


def test_a_spool_that_there_is_no_room_to_make_is_made_later(disk: "Disk") -> None:
    disk.fill()
    with closing(Keeper(disk.folder)) as keeper:
        assert keeper.trouble is Trouble.FULL
        with pytest.raises(SpoolError, match="is full"):
            keeper.run(kept_value, writes=False)
        disk.make_room()
        keeper.run(write, writes=True)
        assert (keeper.trouble, keeper.run(kept_value, writes=False)) == (None, ("value",))
    assert kept(disk.folder) == []


def test_a_disk_that_can_only_be_read_is_read_and_written_again_when_it_can_be(disk: "Disk") -> None:
    with closing(Keeper(disk.folder)) as before:
        before.run(write, writes=True)
    disk.forbid_writing()
    with closing(Keeper(disk.folder)) as keeper:
        assert keeper.trouble is Trouble.READ_ONLY
        for _ in range(2):
            assert keeper.run(kept_value, writes=False) == ("value",)
            with pytest.raises(SpoolError, match="can only be read"):
                keeper.run(write, writes=True)
        disk.allow_writing()
        keeper.run(write, writes=True)
        assert keeper.trouble is None
    assert kept(disk.folder) == []


def test_what_is_older_than_the_log_is_not_taken_for_the_spool(disk: "Disk", tmp_path: Path) -> None:
    with closing(Keeper(disk.folder)) as before:
        before.run(lambda connection: connection.execute("PRAGMA user_version").fetchone(), writes=True)
        before.run(move_into_file, writes=True)
        before.run(write, writes=True)
        for name in (FILE, WAL):
            (tmp_path / name).write_bytes((disk.folder / name).read_bytes())
    for name in (FILE, WAL):
        (disk.folder / name).write_bytes((tmp_path / name).read_bytes())
    disk.forbid_writing()
    with closing(Keeper(disk.folder)) as keeper:
        with pytest.raises(SpoolError, match="can only be read"):
            keeper.run(kept_value, writes=False)
        disk.allow_writing()
        assert keeper.run(kept_value, writes=False) == ("value",)
    assert kept(disk.folder) == []


def test_a_spool_of_a_newer_agent_is_not_waited_for(tmp_path: Path) -> None:
    with closing(Keeper(tmp_path)) as before:
        before.run(lambda connection: connection.execute("PRAGMA user_version = 99"), writes=True)
        before.run(lambda connection: connection.execute("DELETE FROM memory"), writes=True)
    with pytest.raises(SpoolError, match="newer agent"):
        Keeper(tmp_path)
