"""What happened on devices."""

import numpy as np
import pytest

from barometer_collector.scoring.model import load
from barometer_collector.scoring.rules.days import day_of
from barometer_collector.scoring.rules.facts import Latest
from barometer_collector.scoring.store import events
from tests.collector.scoring.records import NOW, TODAY, Records

RULES = {rule.metric: rule for rule in load().rules()}
DAY = day_of(NOW)


def _boots(records: Records, *devices: int) -> Latest:
    with records.database.reading() as session:
        return events.latest(session, [RULES["boot_ms"]], np.array(devices), DAY)["boot_ms"]


@pytest.mark.parametrize("recent", range(7))
def test_the_latest_are_found_however_many_of_them_are_recent(records: Records, recent: int) -> None:
    ages = [*range(recent), *range(30, 37)]
    for device in (4, 7):
        records.device(device)
        for age in ages:
            records.event(device, "boot_ms", device * 1000 + age, day=TODAY - age)
    rows = _boots(records, 2, 4, 7)
    for place, device in ((1, 4), (2, 7)):
        assert sorted(rows.value[rows.device == place].tolist()) == [device * 1000 + age for age in ages[:5]]
    assert (rows.device != 0).all()


def test_of_those_at_one_moment_the_larger_count(records: Records) -> None:
    records.device(1)
    for value in range(8):
        records.event(1, "boot_ms", value)
    assert sorted(_boots(records, 1).value.tolist()) == [3, 4, 5, 6, 7]


def test_lost_records_are_told_by_day_and_only_of_what_they_are_of(records: Records) -> None:
    records.device(1)
    records.device(5)
    records.event(5, "records_lost_seconds", 13 * 3600, subject="app_hang")
    ids = np.array([1, 5])
    with records.database.reading() as session:
        rules = [RULES["app_crash"], RULES["os_crash"]]
        found = events.unrecorded(events.incidents(session, rules, ids, DAY), rules, DAY)
    assert set(found) == {"app_crash"}
    days = np.array([TODAY - 2, TODAY - 1, TODAY, TODAY + 1])
    assert found["app_crash"].of(np.full(4, 5), days).tolist() == [False, True, True, False]
    assert not found["app_crash"].of(np.full(4, 1), days).any()
