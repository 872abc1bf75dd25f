"""Rows reach PostgreSQL as they are, by binary COPY, and only with the transaction."""

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as run_with
from hypothesis import strategies as st
from sqlalchemy import text

from barometer_collector.database import Database, DatabaseUnavailableError, DataRefusedError, Session
from barometer_collector.ingest.copying import copy_rows

pytestmark = pytest.mark.parametrize("database", ["postgresql"], indirect=True)
COLUMNS = [("big", "bigint"), ("whole", "integer"), ("small", "smallint"), ("name", "varchar"), ("labels", "text")]
WORDS = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=20)
ROWS = st.lists(
    st.tuples(
        st.integers(-(1 << 63), (1 << 63) - 1),
        st.integers(-(1 << 31), (1 << 31) - 1),
        st.integers(-(1 << 15), (1 << 15) - 1),
        WORDS,
        st.none() | WORDS,
    ),
    max_size=20,
)
MAKE = "CREATE TEMPORARY TABLE copied (big bigint, whole integer, small smallint, name varchar(120), labels text)"


def _copy(
    session: Session, rows: list[tuple[object, ...]], columns: list[tuple[str, str]] = COLUMNS
) -> list[tuple[object, ...]]:
    connection = session.connection()
    connection.execute(text(MAKE))
    copy_rows(connection.connection.driver_connection, "copied", columns, rows)
    return [tuple(row) for row in connection.execute(text("SELECT * FROM copied"))]


@run_with(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS)
def test_every_value_arrives_as_it_was_in_the_order_it_was_given(
    database: Database, rows: list[tuple[object, ...]]
) -> None:
    with database.reading() as session:
        assert _copy(session, rows) == rows


@pytest.mark.parametrize(
    "row", [(1 << 64, 1, 1, "", None), (1, 1, 1, "\x00", None), (1, 1, 1, "x" * 121, None), (None, "one", 1, "", None)]
)
def test_a_value_that_does_not_fit_is_a_fault_of_the_values(database: Database, row: tuple[object, ...]) -> None:
    with pytest.raises((DataRefusedError, OverflowError, TypeError)), database.writing() as session:
        _copy(session, [row])
    with database.writing() as session:
        assert _copy(session, [(1, 1, 1, "", None)]) == [(1, 1, 1, "", None)]


def test_a_type_that_is_not_that_of_the_column_is_no_fault_of_the_values(database: Database) -> None:
    with pytest.raises((DatabaseUnavailableError, DataRefusedError)), database.writing() as session:
        _copy(session, [("1",)], [("big", "text")])
