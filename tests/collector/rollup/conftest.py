"""Both engines in one test."""

from pathlib import Path

import pytest

from barometer_collector.database import Database
from barometer_collector.settings import Settings

Engines = tuple[tuple[Database, Settings], ...]


@pytest.fixture
def engines(tmp_path: Path, sqlite_database: Database, postgresql_database: Database) -> Engines:
    """An empty database on each engine, with its settings."""
    secret = b"a secret of thirty-two bytes...."
    return tuple((each, Settings(tmp_path, each.url, secret=secret)) for each in (sqlite_database, postgresql_database))
