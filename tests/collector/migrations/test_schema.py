"""The schema: from empty to what the tables say, on both engines."""

import re
from collections.abc import Iterator
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
