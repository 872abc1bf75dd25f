"""The spool's file and its lock."""

import os
import stat
from pathlib import Path

import pytest

from barometer_agent.clock import Moment
from barometer_agent.spool import Spool, SpoolBusyError, SpoolError
from barometer_agent.spool.database import FILE, moved_aside, open_database, transaction


def test_a_second_service_stops_and_says_which_one_is_first(tmp_path: Path, moment: Moment) -> None:
    with (
        Spool(tmp_path, 1 << 20, moment),
        pytest.raises(SpoolBusyError, match=f"process {os.getpid()}.*--data DIR"),
    ):
        Spool(tmp_path, 1 << 20, moment)


def test_the_lock_is_free_again_after_closing(tmp_path: Path, moment: Moment) -> None:
    Spool(tmp_path, 1 << 20, moment).close()
    Spool(tmp_path, 1 << 20, moment).close()


@pytest.mark.parametrize("content", [b"this is no database at all" * 400, b"SQLite format 3\0" + b"\xff" * 8000])
def test_an_unreadable_spool_is_kept_and_a_new_one_begins(tmp_path: Path, moment: Moment, content: bytes) -> None:
    (tmp_path / FILE).write_bytes(content)
    with Spool(tmp_path, 1 << 20, moment) as spool:
        kept = spool.health().unreadable
        assert spool.health().samples == 0
    assert len(kept) == 1
    assert (tmp_path / kept[0]).read_bytes() == content


def test_a_spool_of_a_newer_agent_is_left_alone(tmp_path: Path, moment: Moment) -> None:
    connection = open_database(tmp_path, "stamp")
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(SpoolError, match="version 99 of the spool is newer"):
        Spool(tmp_path, 1 << 20, moment)
    assert moved_aside(tmp_path) == []


def test_a_folder_that_cannot_be_made_is_named_with_the_fix(tmp_path: Path, moment: Moment) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(SpoolError, match=r"file/data is not writable .*set data_dir"):
        Spool(tmp_path / "file" / "data", 1 << 20, moment)


def test_what_fails_halfway_leaves_nothing(tmp_path: Path) -> None:
    connection = open_database(tmp_path, "stamp")

    def fail_halfway() -> None:
        with transaction(connection):
            connection.execute("INSERT INTO memory VALUES ('name', 'value')")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_halfway()
    assert connection.execute("SELECT count(*) FROM memory").fetchone() == (0,)
    connection.close()


@pytest.mark.skipif(os.name != "posix", reason="rights of files are POSIX's here")
def test_the_files_are_for_their_owner_alone(tmp_path: Path, moment: Moment) -> None:
    with Spool(tmp_path / "data", 1 << 20, moment) as spool:
        spool.remember("a", "b")
        for path in (tmp_path / "data").iterdir():
            assert stat.S_IMODE(path.stat().st_mode) == 0o600, path.name
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o711
