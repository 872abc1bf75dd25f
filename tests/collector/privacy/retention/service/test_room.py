"""How much room there is."""

from pathlib import Path

import pytest

from barometer_collector.database import Database
from barometer_collector.partitions.service import ensure
from barometer_collector.privacy.retention.rules.budget import DayBytes, Volume
from barometer_collector.privacy.retention.rules.forecast import Use
from barometer_collector.privacy.retention.service.room import Room, allowed_raw, measure, volume_of
from barometer_collector.settings import Budget
from tests.collector.laptops import NOON, NOON_MS, TODAY
from tests.collector.privacy.retention.filling import put

GB = 10**9
ROOM = Room(Use(0, 50 * GB, 30 * GB), 2 * GB, ())


def test_raw_samples_are_measured_by_the_day_on_which_they_came(database: Database) -> None:
    for days_ago, count in ((0, 4), (3, 8)):
        for _ in range(count):
            put(database, "sample", id=100 * (5 - days_ago) + _, arrived=TODAY - days_ago)
    ensure(database, NOON)
    room = measure(database, NOON_MS)
    assert room.days[0].day == TODAY - 3
    assert room.days[-1].day == TODAY
    assert all(isinstance(each, DayBytes) and each.bytes > 0 for each in room.days)
    assert room.use.raw == sum(each.bytes for each in room.days)
    assert room.use.used > room.use.raw


@pytest.mark.parametrize(
    ("wanted", "allowed"),
    [(Budget(bytes=10 * GB), 10 * GB), (Budget(percent=20), 20 * GB), (Budget(percent=60), 57 * GB), (None, 57 * GB)],
)
def test_an_amount_a_share_or_none_never_more_than_there_is(wanted: Budget | None, allowed: int) -> None:
    assert allowed_raw(wanted, ROOM, Volume(100 * GB, 30 * GB)) == allowed


def test_of_a_disk_that_is_not_known_only_an_amount_can_be_told() -> None:
    assert allowed_raw(Budget(bytes=10 * GB), ROOM, None) == 10 * GB
    assert allowed_raw(None, ROOM, None) is None


def test_the_disk_is_that_of_the_file_and_of_a_server_there_is_none(database: Database, tmp_path: Path) -> None:
    volume = volume_of(database)
    if database.is_sqlite:
        assert volume is not None
        assert volume.total >= volume.free > 0
    else:
        assert volume is None
