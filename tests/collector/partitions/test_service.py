"""Partitions are made before they are needed, and dropped whole."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from barometer_collector.database import Database
from barometer_collector.partitions.rules import TABLES, Period
from barometer_collector.partitions.service import Gone, drop_before, ensure, partitions
from tests.collector.laptops import NOON, TODAY


def _put(database: Database, *days: int) -> None:
    with database.writing() as session:
        for number, day in enumerate(days):
            columns = "INSERT INTO event (device_id, day, id, metric, subject, at, value)"
            query = text(f"{columns} VALUES (1, :day, :number, 1, '', 0, 1)")
            session.connection().execute(query, {"number": number, "day": day})


def _days(database: Database) -> list[int]:
    with database.reading() as session:
        return list(session.connection().execute(text("SELECT day FROM event ORDER BY day")).scalars())


def test_making_them_twice_makes_nothing_more(database: Database) -> None:
    ensure(database, NOON)
    assert ensure(database, NOON) == ()


def test_every_partitioned_table_has_one_for_today_and_default(database: Database) -> None:
    ensure(database, NOON)
    for table in TABLES:
        found = [each.period for each in partitions(database, table)]
        if database.is_sqlite:
            assert found == []
            continue
        assert None in found
        assert any(each.first_day <= TODAY < each.until_day for each in found if each)


def test_a_month_later_there_are_those_of_that_month(database: Database) -> None:
    ensure(database, NOON)
    made = ensure(database, NOON + timedelta(days=60))
    assert ("device_day_202702" in made) is not database.is_sqlite


def test_days_that_nobody_foresaw_move_to_their_own_and_none_is_lost(database: Database) -> None:
    far = TODAY - 300
    _put(database, far, far + 1, TODAY, TODAY + 5_000)
    made = ensure(database, NOON)
    assert ("event_202601" in made) is not database.is_sqlite
    assert _days(database) == [far, far + 1, TODAY, TODAY + 5_000]
    if not database.is_sqlite:
        periods = {each.name: each.period for each in partitions(database, "event")}
        assert periods["event_202601"] == Period(20_454, 20_485)


def test_what_ended_before_a_day_is_dropped_whole_and_out_of_default(database: Database) -> None:
    ensure(database, NOON)
    _put(database, TODAY - 1_500, TODAY - 60, TODAY)
    ensure(database, NOON)
    gone = drop_before(database, "event", TODAY)
    if database.is_sqlite:
        assert gone == Gone()
        assert len(_days(database)) == 3
        return
    assert (gone.rows, _days(database)) == (1, [TODAY])
    assert "event_202609" in gone.partitions
    assert "event_202611" not in gone.partitions
    assert drop_before(database, "event", TODAY) == Gone()


def test_a_table_without_partitions_has_none_to_tell(database: Database) -> None:
    with pytest.raises(KeyError, match="device"):
        partitions(database, "device")
