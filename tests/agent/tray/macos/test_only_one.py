"""One tray for each person."""

import os
import sys
from pathlib import Path

import pytest

from barometer_agent.tray.macos.only_one import taken

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="skipped, because Windows has no flock")


def test_a_second_one_finds_the_place_taken_until_the_first_has_gone(tmp_path: Path) -> None:
    first = taken(tmp_path)
    assert first is not None
    assert taken(tmp_path) is None
    os.close(first)
    again = taken(tmp_path)
    assert again is not None
    os.close(again)


def test_nobody_else_can_read_or_hold_it(tmp_path: Path) -> None:
    opened = taken(tmp_path)
    assert opened is not None
    os.close(opened)
    (made,) = tmp_path.iterdir()
    assert made.stat().st_mode & 0o777 == 0o600


def test_a_link_in_its_place_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "barometer-tray.lock").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OSError, match=r"barometer-tray\.lock"):
        taken(tmp_path)
    assert not (tmp_path / "elsewhere").exists()
