"""Raw samples stand in the order in which they came."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from barometer_collector.database import Database
from barometer_collector.privacy.retention.store import raw
from tests.collector.privacy.retention.filling import put

TODAY = 1_000


def fill(database: Database, days: list[int], first: int = 100) -> None:
    with database.writing() as session:
        session.connection().execute(text("DELETE FROM sample"))
        for number, day in enumerate(days, first):
            session.connection().execute(
                text(
                    "INSERT INTO sample (id, device_id, metric, subject, at, day, value, failed, bucket, arrived) "
                    "VALUES (:id, 1, 1, '', 0, 0, 0, 0, 0, :day)"
                ),
                {"id": number, "day": day},
            )


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@given(st.lists(st.integers(900, TODAY), max_size=60).map(sorted), st.integers(890, TODAY + 5))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_first_of_a_day_is_found_by_halving(database: Database, days: list[int], day: int) -> None:
    fill(database, days)
    with database.reading() as session:
        found = raw.first_of(session, day, TODAY)
    assert found == (100 + sum(each < day for each in days) if days else None)


def test_rows_of_a_wrong_clock_hide_no_others_and_take_none_with_them(database: Database) -> None:
    fill(database, [990, 990, 9_999, 9_999, 991, 3, 992, 993])
    with database.writing() as session:
        assert raw.first_of(session, 992, TODAY) in (106, 105)
        assert raw.remove(session, 100, 106, 992, TODAY) == 6
        assert raw.oldest_day(session, TODAY) == 992
        assert raw.remove(session, 0, 1_000, 993, TODAY) == 1
        assert raw.ends(session) == (107, 107)
        assert raw.ends(session).rows == 1


def test_without_samples_there_are_no_ends(database: Database) -> None:
    with database.reading() as session:
        assert raw.ends(session) == (None, None)
        assert raw.ends(session).rows == 0
        assert raw.oldest_day(session, TODAY) is None
        assert raw.first_open(session) is raw.first_open_day(session) is None
        assert not raw.came_between(session, 0, 5_000)


def test_what_is_not_counted_is_known_by_number_and_day(database: Database) -> None:
    put(database, "open_batch", first_sample=50, last_sample=60, arrived=990)
    put(database, "open_batch", first_sample=-1, last_sample=-2, arrived=980)  # without samples
    with database.reading() as session:
        assert (raw.first_open(session), raw.first_open_day(session)) == (50, 980)


def test_whether_samples_came_on_some_days_is_known(database: Database) -> None:
    fill(database, [990])
    with database.reading() as session:
        assert raw.came_between(session, 990, 991)
        assert not raw.came_between(session, 991, 999)
