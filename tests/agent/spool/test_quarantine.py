"""Spools that are kept aside."""

from pathlib import Path

import pytest

from barometer_agent.spool.database import FILE, WAL
from barometer_agent.spool.quarantine import KEPT, SALVAGED, finish, forget, kept, replace


def damaged(folder: Path, content: str) -> None:
    (folder / FILE).write_text(content)
    (folder / WAL).write_text(f"log of {content}")
    (folder / SALVAGED).write_text(f"salvaged from {content}")


def test_a_few_are_kept_and_the_oldest_goes(tmp_path: Path) -> None:
    names = []
    for number in range(KEPT + 2):
        damaged(tmp_path, str(number))
        names.append(replace(tmp_path))
    assert kept(tmp_path) == names[2:]
    assert [(tmp_path / name).read_text() for name in kept(tmp_path)] == ["2", "3", "4"]
    assert (tmp_path / f"{names[-1]}-wal").read_text() == "log of 4"
    assert len(list(tmp_path.iterdir())) == 2 * KEPT + 1


def test_the_new_one_has_no_log_of_the_old(tmp_path: Path) -> None:
    damaged(tmp_path, "old")
    replace(tmp_path)
    assert (tmp_path / FILE).read_text() == "salvaged from old"
    assert not (tmp_path / WAL).exists()


@pytest.mark.parametrize("log_is_moved", [False, True])
def test_a_replacement_that_was_cut_off_is_ended(tmp_path: Path, log_is_moved: bool) -> None:
    damaged(tmp_path, "old")
    (tmp_path / FILE).rename(tmp_path / f"{FILE}.unreadable-0001")
    if log_is_moved:
        (tmp_path / WAL).rename(tmp_path / f"{FILE}.unreadable-0001-wal")
    finish(tmp_path)
    assert (tmp_path / FILE).read_text() == "salvaged from old"
    assert not (tmp_path / WAL).exists()


def test_a_salvage_that_was_cut_off_begins_again(tmp_path: Path) -> None:
    damaged(tmp_path, "old")
    finish(tmp_path)
    assert (tmp_path / FILE).read_text() == "old"
    assert (tmp_path / WAL).read_text() == "log of old"
    assert not (tmp_path / SALVAGED).exists()


def test_nothing_to_end_is_no_error(tmp_path: Path) -> None:
    finish(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_all_that_was_kept_can_be_let_go_of(tmp_path: Path) -> None:
    damaged(tmp_path, "old")
    replace(tmp_path)
    damaged(tmp_path, "other")
    replace(tmp_path)
    forget(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [FILE]
    assert (tmp_path / FILE).read_text() == "salvaged from other"
