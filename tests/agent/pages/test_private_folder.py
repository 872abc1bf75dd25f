"""A folder that is one account's alone."""

import os
import stat
import sys
from pathlib import Path

import pytest

from barometer_agent.pages.private_folder import PrivateFolder

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="folders of Windows take their rules from above")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_folder_and_file_are_closed_to_everybody_else_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        with PrivateFolder(tmp_path / "above" / "pages") as folder:
            folder.put("a.html", b"x")
    finally:
        os.umask(before)
    assert mode(tmp_path / "above" / "pages") == 0o700
    assert mode(tmp_path / "above" / "pages" / "a.html") == 0o600


def test_a_folder_that_was_open_is_closed(tmp_path: Path) -> None:
    tmp_path.joinpath("pages").mkdir(mode=0o755)
    tmp_path.joinpath("pages").chmod(0o777)
    with PrivateFolder(tmp_path / "pages"):
        pass
    assert mode(tmp_path / "pages") == 0o700


def test_a_link_is_not_followed_to_a_folder(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "pages").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OSError, match="pages"):
        PrivateFolder(tmp_path / "pages")
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_file_in_the_way_is_refused(tmp_path: Path) -> None:
    (tmp_path / "pages").write_text("x")
    with pytest.raises(OSError, match="pages"):
        PrivateFolder(tmp_path / "pages")


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="only root can give a folder away")
def test_a_folder_of_somebody_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir(mode=0o700)
    os.chown(tmp_path / "pages", 12345, 12345)
    with pytest.raises(PermissionError, match="somebody else"):
        PrivateFolder(tmp_path / "pages")


def test_a_link_under_the_name_of_a_page_is_replaced_and_never_written_through(tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.write_text("mine")
    with PrivateFolder(tmp_path / "pages") as folder:
        (tmp_path / "pages" / "a.html").symlink_to(precious)
        folder.put("a.html", b"page")
    assert precious.read_text() == "mine"
    assert not (tmp_path / "pages" / "a.html").is_symlink()
    assert (tmp_path / "pages" / "a.html").read_bytes() == b"page"


def test_what_takes_the_folders_place_meanwhile_gets_nothing(tmp_path: Path) -> None:
    (tmp_path / "trap").mkdir()
    with PrivateFolder(tmp_path / "pages") as folder:
        (tmp_path / "pages").rename(tmp_path / "moved")
        (tmp_path / "pages").symlink_to(tmp_path / "trap")
        folder.put("a.html", b"page")
    assert list((tmp_path / "trap").iterdir()) == []
    assert (tmp_path / "moved" / "a.html").read_bytes() == b"page"


def test_what_cannot_be_put_in_place_leaves_nothing(tmp_path: Path) -> None:
    with PrivateFolder(tmp_path / "pages") as folder:
        (tmp_path / "pages" / "a.html").mkdir()
        with pytest.raises(OSError, match=r"a\.html"):
            folder.put("a.html", b"page")
    assert [path.name for path in (tmp_path / "pages").iterdir()] == ["a.html"]


def test_only_old_pages_and_what_was_left_unfinished_are_forgotten(tmp_path: Path) -> None:
    with PrivateFolder(tmp_path / "pages") as folder:
        for name, at in (("old.html", 10), ("new.html", 30), ("half.part", 10), ("notes.txt", 10)):
            folder.put(name, b"x")
            os.utime(tmp_path / "pages" / name, (at, at))
        (tmp_path / "pages" / "folder.html").mkdir()
        folder.forget(".html", 20)
    assert sorted(path.name for path in (tmp_path / "pages").iterdir()) == ["folder.html", "new.html", "notes.txt"]
