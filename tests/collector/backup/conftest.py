"""A data directory with a database that holds something, and its backup."""

from pathlib import Path

import pytest

from barometer_collector.backup.saving import save
from barometer_collector.database import Database
from barometer_collector.settings import Settings
from tests.collector.laptops import NOON, enrol
from tests.collector.privacy.retention.filling import put


@pytest.fixture
def database(sqlite_template: Path, tmp_path: Path) -> Database:
    """Embedded: a server has tools of its own for its backups."""
    (tmp_path / "data").mkdir()
    file = tmp_path / "data" / "barometer.sqlite"
    file.write_bytes(sqlite_template.read_bytes())
    return Database(f"sqlite:///{file}")


@pytest.fixture
def kept(database: Database, settings: Settings) -> Settings:
    """The settings of a collector with a laptop and three answers."""
    enrol(database, settings)
    for _ in range(3):
        put(database, "answer", comment="too slow")
    database.close()
    return settings


@pytest.fixture
def backup(kept: Settings, tmp_path: Path) -> Path:
    save(kept, tmp_path / "backup", NOON)
    return tmp_path / "backup"
