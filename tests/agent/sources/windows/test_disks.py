import struct

import pytest

from barometer_agent.sampler import NoData
from barometer_agent.sources.windows import disks
from barometer_agent.sources.windows.disks import Counters


def performance(reading: int, writing: int, idle: int) -> bytes:
    """DISK_PERFORMANCE; times in 100 ns."""
    return struct.pack("<5q4Iq I8H4x", 10, 20, reading, writing, idle, 3, 4, 0, 0, 134_170_000_000_000_000, 0, *[0] * 8)


def test_times_are_told_in_microseconds() -> None:
    assert disks.parse(performance(1_000, 500, 90_000)) == Counters(150, 9_000)


def test_half_an_answer_counts_nothing() -> None:
    assert disks.parse(performance(1, 2, 3)[:80]) is None


def test_without_disks_that_count_there_is_no_data() -> None:
    with pytest.raises(NoData):
        disks.read()
