"""Devices with old rows are found by jumping from one to the next."""

import pytest

from barometer_collector.database import Database
from barometer_collector.privacy.retention.store import devices
from tests.collector.laptops import TODAY
from tests.collector.privacy.retention.filling import put


@pytest.mark.parametrize("table", ["device_day", "packed_day", "event", "device_score"])
def test_only_devices_with_old_rows_are_found_each_once(database: Database, table: str) -> None:
    for device, ages in ((5, (4, 3, 2)), (7, (0, 1)), (9, (2,)), (1 << 62, (9,))):
        for number, age in enumerate(ages):
            more = {"id": number} if table == "event" else {"metric": number} if table == "device_day" else {}
            put(database, table, device_id=device, day=TODAY - age, **more)
    with database.reading() as session:
        assert devices.find(session, table, "day", TODAY - 1, -1, 10) == [5, 9, 1 << 62]
        assert devices.find(session, table, "day", TODAY - 1, 5, 1) == [9]
        assert devices.find(session, table, "day", TODAY - 1, 1 << 62, 10) == []
    with database.writing() as session:
        assert devices.remove(session, table, "day", TODAY - 1, [5, 7]) == 3
    with database.reading() as session:
        assert devices.find(session, table, "day", TODAY - 1, -1, 10) == [9, 1 << 62]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_on_sqlite_a_device_is_found_through_the_key_and_not_by_reading_the_table(database: Database) -> None:
    query = devices._jump("device_day", "day")
    with database.reading() as session:
        plan = session.connection().exec_driver_sql("EXPLAIN QUERY PLAN " + query, {"after": 0, "limit": 1, "most": 1})
        steps = [str(row[-1]) for row in plan]
    assert not [step for step in steps if "SCAN device_day" in step], steps
    assert len([step for step in steps if "SEARCH device_day USING PRIMARY KEY" in step]) == 3, steps
