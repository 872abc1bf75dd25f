"""Events of a device, newest first."""

from sqlalchemy import text

from barometer_collector.database import Database
from barometer_collector.rollup.store.events import EventRecord, events

DAY_MS = 86_400_000


def test_events_since_a_moment_are_told_newest_first(database: Database) -> None:
    insert = text(
        "INSERT INTO event (device_id, day, id, metric, subject, at, value, labels) "
        "VALUES (:device, :day, :id, 1, 'a', :at, 5, NULL)"
    )
    rows = [(1, 100, 100 * DAY_MS), (2, 99, 100 * DAY_MS + 1), (3, 100, 100 * DAY_MS), (4, 98, 98 * DAY_MS)]
    with database.writing() as session:
        for number, day, at in rows:
            session.connection().execute(insert, {"device": 7, "day": day, "id": number, "at": at})
        session.connection().execute(insert, {"device": 8, "day": 100, "id": 9, "at": 100 * DAY_MS})
    with database.reading() as session:
        found = events(session, 7, 100 * DAY_MS, 10)
        assert [each.at - 100 * DAY_MS for each in found] == [1, 0, 0]
        assert found[0] == EventRecord(1, "a", 100 * DAY_MS + 1, 5, None)
        assert len(events(session, 7, 0, 2)) == 2
        assert len(events(session, 7, 0, 9)) == 4
