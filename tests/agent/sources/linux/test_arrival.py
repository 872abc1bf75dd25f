"""When a folder was made, from what the kernel is played to say, and from this one."""

import struct
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from barometer_agent.sources.linux import arrival


def statx(mask: int, seconds: int, nanoseconds: int = 0) -> bytes:
    """A ``struct statx`` of linux/stat.h that says when something was made, and other times besides."""
    other = struct.pack("=qIi", 1_000_000_000, 0, 0)
    made = struct.pack("=qIi", seconds, nanoseconds, 0)
    return (struct.pack("=I60x", mask) + other + made + other + other).ljust(256, b"\0")


def test_when_it_was_made_is_read_and_no_other_time() -> None:
    assert arrival.parse(statx(0xFFF, 1_700_000_000, 250_000_000)) == datetime(
        2023, 11, 14, 22, 13, 20, 250_000, tzinfo=UTC
    )
    assert arrival.parse(statx(0x800, -1)) == datetime(1969, 12, 31, 23, 59, 59, tzinfo=UTC)


def test_a_file_system_that_does_not_keep_it_tells_nothing() -> None:
    assert arrival.parse(statx(0x7FF, 1_700_000_000)) is None


def test_no_possible_time_is_an_error() -> None:
    with pytest.raises(OverflowError):
        arrival.parse(statx(0x800, 1 << 60))


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel is Linux")
def test_a_folder_made_now_was_made_now(tmp_path: Path) -> None:
    made = tmp_path / "home"
    made.mkdir()
    found = arrival.read(made)
    if found is None:
        pytest.skip("the file system of the tests does not keep when a folder was made")
    assert abs(found - datetime.now(UTC)) < timedelta(minutes=5)


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel is Linux")
def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        arrival.read(tmp_path / "gone")
