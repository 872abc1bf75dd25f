import struct

import pytest

from barometer_agent.sampler import NoData
from barometer_agent.sources.windows import disks
from barometer_agent.sources.windows.disks import Counters

NOW = 134_170_000_000_000_000  # 100 ns since 1601


def performance(reading: int, writing: int, idle: int, disk: int = 0) -> bytes:
    """DISK_PERFORMANCE; times in 100 ns."""
    return struct.pack("<5q4Iq I8H4x", 10, 20, reading, writing, idle, 3, 4, 0, 0, NOW, disk, *[0] * 8)


def test_times_are_told_in_microseconds() -> None:
    assert disks.parse(performance(1_000, 500, 90_000)) == Counters(0, 150, 9_000)


def test_each_disk_is_told_by_its_number() -> None:
    assert disks.parse(performance(1_000, 500, 90_000, disk=3)) == Counters(3, 150, 9_000)


def test_half_an_answer_counts_nothing() -> None:
    assert disks.parse(performance(1, 2, 3)[:80]) is None


def test_without_disks_that_count_there_is_no_data() -> None:
    with pytest.raises(NoData):
        disks.read()
