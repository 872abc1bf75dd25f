"""Device-days as arrays."""

import numpy as np

from barometer_collector.scoring.model import load
from barometer_collector.scoring.rules.days import day_of
from barometer_collector.scoring.store import days
from barometer_collector.scoring.store.events import Unrecorded
from tests.collector.scoring.records import NOW, TODAY, Records

RULES = {rule.metric: rule for rule in load().rules()}
DAY = day_of(NOW)


def test_each_metric_has_its_own_rows_by_device(records: Records) -> None:
    for device in (3, 8):
        records.device(device)
        records.day(device, "pressure_permille", [device * 10])
        records.day(device, "tcp_connect_us", [device], subject="mail", failed=1)
    with records.database.reading() as session:
        rules = [RULES["pressure_permille"], RULES["tcp_connect_us"], RULES["jitter_us"]]
        found, _ = days.read(session, rules, (), np.array([1, 3, 8]), DAY)
    assert set(found) == {"pressure_permille", "tcp_connect_us"}
    assert found["pressure_permille"].device.tolist() == [1, 2]
    assert found["pressure_permille"].total.tolist() == [30, 80]
    assert found["tcp_connect_us"].subjects == ("mail", "mail")
    assert found["tcp_connect_us"].failed.tolist() == [1, 1]


def test_hours_on_lost_days_alone_are_added(records: Records) -> None:
    for device in (2, 3):
        records.device(device)
        for age in range(3):
            records.day(device, "use_seconds", [3600 << age], subject="input", day=TODAY - age)
    lost = Unrecorded(np.array([3]), TODAY - 2, np.array([[True, False, True]]))
    with records.database.reading() as session:
        assert days.unrecorded_hours(session, np.array([2, 3]), lost).tolist() == [0.0, 5.0]
