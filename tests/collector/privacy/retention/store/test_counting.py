"""How much there is, and how much of it is too old."""

import pytest

from barometer_collector.database import Database
from barometer_collector.privacy.retention.promises import Way
from barometer_collector.privacy.retention.rules.cutoffs import DAY_MS
from barometer_collector.privacy.retention.store import counting, rows
from barometer_collector.privacy.retention.store.counting import Count
from tests.collector.laptops import TODAY
from tests.collector.privacy.retention.filling import promise_of, put


def test_rows_are_counted_with_those_that_are_too_old(database: Database) -> None:
    for age in (400, 20, 3):
        put(database, "quarantined", received_at=(TODAY - age) * DAY_MS)
    with database.reading() as session:
        old = rows.old(promise_of("quarantined"), TODAY - 10)
        assert counting.of_rows(session, old, ("received_at",)) == Count(3, 2, (TODAY - 400) * DAY_MS)
        assert counting.rows_of(session, "quarantined") == 3
        assert counting.bytes_of(session, "quarantined", 3) > 30


def test_of_a_column_that_is_emptied_only_rows_count_that_say_something(database: Database) -> None:
    for votes, age in (("[]", 9), ('["1"]', 5), ('["2"]', 0)):
        put(database, "publication", votes=votes, published_at=(TODAY - age) * DAY_MS)
    with database.reading() as session:
        old = rows.old(promise_of("publication.votes"), TODAY - 1)
        assert counting.of_rows(session, old, ("published_at",)) == Count(2, 1, (TODAY - 5) * DAY_MS)


def test_some_devices_tell_of_all(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "SOME", 2)
    for device in range(1, 7):
        put(database, "device", id=device)
        for age in (20, 5):
            put(database, "device_score", device_id=device, day=TODAY - age)
    with database.reading() as session:
        some, factor = counting.some_devices(session)
        assert (some, factor) == ([1, 2], 3)
        found = counting.of_devices(session, "device_score", "day", TODAY - 10, some)
        assert found == Count(4, 2, TODAY - 20)
        assert counting.of_days(session, "device_score", "day", TODAY - 10) == Count(12, 6, TODAY - 20)


def test_where_nobody_is_enrolled_there_is_nothing_to_count(database: Database) -> None:
    with database.reading() as session:
        assert counting.some_devices(session) == ([], 1)
        assert counting.of_devices(session, "event", "day", TODAY, []) == Count(0, 0, None)
        old = rows.old(promise_of("ballot", Way.ROWS), TODAY)
        assert counting.of_rows(session, old, ("closes_at",)) == Count(0, 0, None)
