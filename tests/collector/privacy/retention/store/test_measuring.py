"""How much room the database takes."""

import pytest
from sqlalchemy import text

from barometer_collector.database import Database
from barometer_collector.privacy.retention.store import measuring
from tests.collector.privacy.retention.store.test_raw import TODAY, fill

sqlite_only = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def test_a_database_takes_room(database: Database) -> None:
    with database.reading() as session:
        room = measuring.room(session)
    assert room.used > 50_000
    assert 0 <= room.reusable < 20_000  # pages of tables that migrations made anew


@sqlite_only
def test_pages_that_became_free_are_not_in_use(database: Database) -> None:
    fill(database, [990] * 5_000)
    with database.reading() as session:
        before = measuring.room(session)
    with database.writing() as session:
        session.connection().execute(text("DELETE FROM sample"))
    with database.reading() as session:
        after = measuring.room(session)
    assert after.used < before.used
    assert after.used + after.reusable == before.used + before.reusable


@sqlite_only
def test_what_each_day_takes_adds_up_to_what_the_table_takes(database: Database) -> None:
    fill(database, [990] * 3_000 + [992] * 2_000)
    with database.reading() as session:
        days = measuring.sqlite_days(session, TODAY)
        size = session.connection().execute(text("SELECT SUM(pgsize) FROM dbstat WHERE name = 'sample'")).scalar_one()
    assert [day for day, _bytes in days] == [990, 992]
    assert sum(each for _day, each in days) == pytest.approx(size, rel=0.1)
    assert days[0][1] == pytest.approx(1.5 * days[1][1], rel=0.01)


@sqlite_only
def test_without_rows_nothing_is_measured_and_a_usual_row_is_told(database: Database) -> None:
    with database.reading() as session:
        assert measuring.sqlite_days(session, TODAY) == []
        assert 20 < measuring.row_bytes(session, "sample") < 100
