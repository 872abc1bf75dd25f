"""The schema: what the tables say it is, what the database has, and how the one becomes the other."""

import pkgutil
from datetime import UTC, datetime
from importlib import import_module

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData
from sqlmodel import SQLModel

import barometer_collector
from barometer_collector.database import Database, directory_lock
from barometer_collector.partitions.service import ensure


class SchemaError(Exception):
    """The database has another schema than this collector; the message says what to do."""


def all_tables() -> MetaData:
    """Every table of every capability."""
    for room in pkgutil.iter_modules(barometer_collector.__path__, barometer_collector.__name__ + "."):
        if room.ispkg and any(
            each.name == "tables" for each in pkgutil.iter_modules(import_module(room.name).__path__)
        ):
            import_module(room.name + ".tables")
    return SQLModel.metadata


def upgrade(database: Database, now: datetime | None = None) -> None:
    """Bring the database to the newest schema, with the partitions that are needed at ``now`` (None: by the clock);
    nothing happens when it has that already."""
    with database.engine.connect().execution_options(sqlite_begin="IMMEDIATE") as connection, connection.begin():
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    ensure(database, now or datetime.now(UTC))


def is_current(database: Database) -> bool:
    """Whether the database has the newest schema. Raises DatabaseUnavailableError."""
    return _version_of(database) == ScriptDirectory.from_config(_config()).get_current_head()


def knows(revision: str) -> bool:
    """Whether a database with this revision can be used, or brought up to date, by this version."""
    return revision in {each.revision for each in ScriptDirectory.from_config(_config()).walk_revisions()}


def require_current(database: Database) -> None:
    """SchemaError when the database does not have the newest schema."""
    if not is_current(database):
        raise SchemaError(
            f"the database has schema {_version_of(database) or 'none'}, which is not the one of this collector: "
            "run barometer-collector migrate with the same DATABASE_URL, then start again"
        )


def open_current(url: str) -> Database:
    """The database with the current schema; whoever asked closes it.

    SQLite is made or brought up to date here when no collector runs on it. Raises SchemaError for a server that was
    not migrated, DatabaseLockedError and DatabaseUnavailableError.
    """
    database = Database(url)
    try:
        if database.file is not None and not is_current(database):
            with directory_lock(database.file.parent):
                upgrade(database)
        require_current(database)
    except BaseException:
        database.close()
        raise
    return database


def _version_of(database: Database) -> str | None:
    with database.reading() as session:
        return MigrationContext.configure(session.connection()).get_current_revision()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", "barometer_collector:migrations")
    config.set_main_option("path_separator", "os")
    return config
