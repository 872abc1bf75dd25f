"""The schema: from empty to what the tables say, on both engines."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, make_url, text

from barometer_collector.database import Database, DatabaseLockedError, directory_lock, sqlite_url
from barometer_collector.ingest.tables import SAMPLE_BLOCK
from barometer_collector.migrations import schema
from barometer_collector.migrations.schema import SchemaError
from barometer_collector.partitions.rules import TABLES
from barometer_collector.rollup.service import roll_up


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database with nothing in it."""
    if request.param == "sqlite":
        made = Database(sqlite_url(tmp_path))
        yield made
        made.close()
        return
    admin = Database(request.getfixturevalue("postgres_server"))
    _run(admin, "DROP DATABASE IF EXISTS empty WITH (FORCE)")
    _run(admin, "CREATE DATABASE empty")
    made = Database(make_url(admin.url).set(database="empty").render_as_string(hide_password=False))
    yield made
    made.close()
    admin.close()


def _run(database: Database, statement: str) -> None:
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(statement))


def _upgrade_to(database: Database, revision: str) -> None:
    with database.engine.connect().execution_options(sqlite_begin="IMMEDIATE") as connection, connection.begin():
        config = schema._config()
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def _differences(database: Database) -> list[Any]:
    options = {"compare_type": True, "compare_server_default": True, "include_name": _is_of_the_code}
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=options)
        found: list[Any] = compare_metadata(context, schema.all_tables())
        return found


def _is_of_the_code(name: str | None, kind: str, _parents: Any) -> bool:
    """Not partitions, nor what PostgreSQL alone needs to find a sample by its number."""
    is_partition = kind == "table" and any(re.fullmatch(rf"{table}_(\d+|default)", str(name)) for table in TABLES)
    return not is_partition and name != "ix_sample_id"


def test_migrating_from_empty_gives_exactly_the_tables_of_the_code(empty: Database) -> None:
    assert _differences(empty) != []
    schema.upgrade(empty)
    assert _differences(empty) == []


def test_migrating_twice_changes_nothing(empty: Database) -> None:
    assert not schema.is_current(empty)
    schema.upgrade(empty)
    schema.upgrade(empty)
    assert schema.is_current(empty)
    schema.require_current(empty)


def test_a_database_that_was_not_migrated_names_the_command(empty: Database) -> None:
    with pytest.raises(SchemaError, match="barometer-collector migrate"):
        schema.require_current(empty)


def test_what_was_asked_and_answered_before_there_were_rounds_is_kept(empty: Database) -> None:
    _upgrade_to(empty, "0001")
    with empty.writing() as session:
        connection = session.connection()
        connection.execute(
            text(
                """INSERT INTO campaign (slug, kind, question, asker, why, starts_at)
                VALUES ('pulse', 'pulse', '{}', '{}', '{}', 5)"""
            )
        )
        connection.execute(
            text(
                """INSERT INTO answer (device_id, answer_id, campaign, respondent, type, option, text, comment, sharing,
                language, at, day, received_at)
                VALUES (1, 'a', 'pulse', 'r', 'faces', '', '', '', 'shared', 'nl', 1, 1, 1)"""
            )
        )
    schema.upgrade(empty)
    assert _differences(empty) == []
    with empty.reading() as session:
        campaign = session.connection().execute(
            text("SELECT slug, follow_ups, comments, contact, spread_days, onboarding, audience, ends_at FROM campaign")
        )
        assert [tuple(row) for row in campaign] == [("pulse", "[]", True, False, 0, False, "{}", None)]
        answer = session.connection().execute(text("SELECT answer_id, topic, contact, mood, bundle FROM answer"))
        assert [tuple(row) for row in answer] == [("a", "", False, None, None)]


def test_a_migration_that_fails_leaves_the_database_as_it_was(empty: Database) -> None:
    with empty.writing() as session:
        session.connection().execute(text("CREATE TABLE touched (other integer)"))
    with pytest.raises(Exception, match="touched"):
        schema.upgrade(empty)
    with empty.engine.connect() as connection:
        assert inspect(connection).get_table_names() == ["touched"]


def test_numbers_of_samples_start_at_one_on_both_engines(empty: Database) -> None:
    schema.upgrade(empty)
    with empty.reading() as session:
        assert session.connection().execute(text("SELECT last FROM sample_number")).scalar_one() == 0
        if not empty.is_sqlite:
            steps = [
                session.connection().execute(text("SELECT nextval('sample_block')")).scalar_one() for _ in range(2)
            ]
            assert steps == [1, 1 + SAMPLE_BLOCK]


def test_every_table_of_the_code_is_found() -> None:
    assert {"batch", "sample", "device_day", "event", "team", "device", "answer", "account"} <= set(
        schema.all_tables().tables
    )


def test_a_new_data_directory_gets_its_schema_when_it_is_opened(tmp_path: Path) -> None:
    for _ in range(2):
        opened = schema.open_current(sqlite_url(tmp_path))
        assert schema.is_current(opened)
        opened.close()


def test_an_old_data_directory_in_use_is_left_alone(tmp_path: Path) -> None:
    with directory_lock(tmp_path), pytest.raises(DatabaseLockedError):
        schema.open_current(sqlite_url(tmp_path))


def test_opening_a_server_that_was_not_migrated_names_the_command(postgres_server: str) -> None:
    with pytest.raises(SchemaError, match="barometer-collector migrate"):
        schema.open_current(postgres_server)


_B = ", ".join(f"b{bucket}" for bucket in range(12))
_OLD = (
    "INSERT INTO batch VALUES (1, '2026-10', 'counted', 1795000000000, 5, 0, 1, 3, 3, 0, 77)",
    "INSERT INTO batch VALUES (1, '2026-11', 'open', 1795100000000, 5, 0, 4, 4, 1, 0, NULL)",
    "INSERT INTO batch VALUES (2, '2026-11', 'empty', 1795100000000, 5, 0, 4, 3, 2, 0, NULL)",
    "INSERT INTO batch VALUES (2, '2026-11', 'also empty', 1795100000000, 5, 0, 1, 0, 0, 1, NULL)",
    "INSERT INTO sample VALUES (1, 1, 5, 'a', 10, 20775, 30, 0, 3, NULL)",
    "INSERT INTO sample VALUES (1, 2, 5, 'a', 11, 20775, 20, 0, 2, '{}')",
    "INSERT INTO sample VALUES (1, 3, 5, 'b', 12, 20775, 0, 1, -1, NULL)",
    "INSERT INTO sample VALUES (1, 4, 5, 'a', 13, 20775, 90, 0, 9, NULL)",
    f"INSERT INTO device_day (device_id, day, metric, subject, n, failed, total, {_B}) "  # noqa: S608 - names of ours
    "VALUES (1, 20775, 5, 'a', 2, 0, 50, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0)",
    f"INSERT INTO device_day (device_id, day, metric, subject, n, failed, total, {_B}) "  # noqa: S608 - names of ours
    "VALUES (1, 20775, 5, 'b', 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)",
    "INSERT INTO event VALUES (1, 1, 5, 'a', 10, 20775, 30, '{}')",
    "INSERT INTO device_score VALUES (1, 20775, 80.5, 80.5, NULL, NULL, '{}', 'standard', 9)",
    "UPDATE sample_number SET last = 4",
)
_NEW = {
    "SELECT device_id, month, batch_id, received_at, arrived, first_sample, last_sample, accepted FROM batch ORDER BY 3": [  # noqa: E501
        (2, "2026-11", "also empty", 1795100000000, 20776, 1, 0, 0),
        (1, "2026-10", "counted", 1795000000000, 20775, 1, 3, 3),
        (2, "2026-11", "empty", 1795100000000, 20776, 4, 3, 2),
        (1, "2026-11", "open", 1795100000000, 20776, 4, 4, 1),
    ],
    "SELECT first_sample, last_sample, device_id, received_at, arrived FROM open_batch ORDER BY first_sample": [
        (-2, -3, 2, 1795100000000, 20776),
        (-1, -2, 2, 1795100000000, 20776),
        (4, 4, 1, 1795100000000, 20776),
    ],
    "SELECT id, device_id, metric, subject, at, day, value, failed, bucket, labels, arrived FROM sample ORDER BY id": [
        (1, 1, 5, "a", 10, 20775, 30, 0, 3, None, 20775),
        (2, 1, 5, "a", 11, 20775, 20, 0, 2, "{}", 20775),
        (3, 1, 5, "b", 12, 20775, 0, 1, -1, None, 20775),
        (4, 1, 5, "a", 13, 20775, 90, 0, 9, None, 20776),
    ],
    "SELECT subject, n, failed, total, b2, b3, b9, lowest, highest FROM device_day ORDER BY subject": [
        ("a", 2, 0, 50, 1, 1, 0, 20, 30),
        ("b", 0, 1, 0, 0, 0, 0, None, None),
    ],
    "SELECT device_id, day, id, metric, subject, at, value, labels FROM event": [(1, 20775, 1, 5, "a", 10, 30, "{}")],
    "SELECT device_id, day, experience, t, x, model, computed_at FROM device_score": [
        (1, 20775, 80.5, 80.5, None, "standard", 9)
    ],
    "SELECT last FROM sample_number": [(4,)],
}


def _rows(database: Database, query: str) -> list[tuple[Any, ...]]:
    with database.reading() as session:
        return [tuple(row) for row in session.connection().execute(text(query))]


@pytest.fixture
def old(empty: Database) -> Database:
    """A database as it was before days were packed and tables partitioned, with something of everything."""
    _upgrade_to(empty, "0004")
    with empty.writing() as session:
        for statement in _OLD:
            session.connection().exec_driver_sql(statement)
    schema.upgrade(empty, datetime(2026, 11, 20, tzinfo=UTC))
    return empty


@pytest.mark.parametrize("query", _NEW)
def test_what_was_kept_before_there_were_partitions_is_the_same_after(old: Database, query: str) -> None:
    assert _rows(old, query) == _NEW[query]


def test_what_was_not_counted_before_is_counted_after(old: Database) -> None:
    assert roll_up(old, datetime(2026, 11, 20, tzinfo=UTC)) == 3
    assert _rows(old, "SELECT n, total, b9, lowest, highest FROM device_day WHERE subject = 'a'") == [
        (3, 140, 1, 20, 90)
    ]
    assert _rows(old, "SELECT device_id FROM touched ORDER BY device_id") == [(1,), (2,)]
    assert _rows(old, "SELECT count(*) FROM open_batch") == [(0,)]


def test_old_rows_lie_in_partitions_of_their_days(old: Database) -> None:
    if old.is_sqlite:
        return
    where = "SELECT DISTINCT CAST(CAST(tableoid AS regclass) AS text) FROM {} ORDER BY 1"
    assert _rows(old, where.format("sample")) == [("sample_20261118",), ("sample_20261119",)]
    assert _rows(old, where.format("batch")) == [("batch_202610",), ("batch_202611",)]
    assert _rows(old, where.format("device_day")) == [("device_day_202611",)]
