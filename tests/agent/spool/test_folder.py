"""The folder of the spool and its lock."""

import os
import stat
from pathlib import Path

import pytest

from barometer_agent.clock import Moment
from barometer_agent.spool import Spool, SpoolBusyError, SpoolError
from barometer_agent.spool.folder import lock, make


def test_a_second_service_stops_and_says_which_one_is_first(tmp_path: Path, moment: Moment) -> None:
    with (
        Spool(tmp_path, 1 << 20, moment),
        pytest.raises(SpoolBusyError, match=f"process {os.getpid()}.*--data DIR"),
    ):
        Spool(tmp_path, 1 << 20, moment)


def test_the_lock_is_free_again_after_closing(tmp_path: Path) -> None:
    make(tmp_path)
    for _ in range(2):
        lock(tmp_path).close()


def test_a_folder_that_cannot_be_made_is_named_with_the_fix(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(SpoolError, match=r"file/data is not writable .*set data_dir"):
        make(tmp_path / "file" / "data")


def test_a_lock_that_cannot_be_opened_is_no_crash(tmp_path: Path) -> None:
    (tmp_path / "spool.lock").mkdir()
    with pytest.raises(SpoolError, match="not writable"):
        lock(tmp_path)


@pytest.mark.skipif(os.name != "posix", reason="rights of files are POSIX's here")
def test_the_files_are_for_their_owner_alone(tmp_path: Path, moment: Moment) -> None:
    with Spool(tmp_path / "data", 1 << 20, moment) as spool:
        spool.remember("a", "b")
        for path in (tmp_path / "data").iterdir():
            assert stat.S_IMODE(path.stat().st_mode) == 0o600, path.name
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o711
