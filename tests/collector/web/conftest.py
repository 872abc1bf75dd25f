"""The pages over example figures, with a real database for who signs in."""

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from barometer_collector import errors
from barometer_collector.database import Database, sqlite_url
from barometer_collector.people import service
from barometer_collector.people.access import SESSION_COOKIE
from barometer_collector.people.rules import Role
from barometer_collector.settings import Settings
from barometer_collector.web import site
from tests.collector.asgi import client_of
from tests.collector.web.example import ExampleFigures

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
PASSWORD = "a few words together"


@pytest.fixture
def figures() -> ExampleFigures:
    return ExampleFigures()


@pytest.fixture
def people(tmp_path: Path, sqlite_template: Path) -> Iterator[Database]:
    shutil.copy(sqlite_template, tmp_path / "barometer.sqlite")
    database = Database(sqlite_url(tmp_path))
    yield database
    database.close()


@pytest.fixture
def app(tmp_path: Path, people: Database, figures: ExampleFigures) -> FastAPI:
    return build(people, tmp_path, figures)


@pytest.fixture
def client(app: FastAPI) -> httpx.Client:
    """A browser's client of nobody in particular, reading English."""
    made = client_of(app)
    made.headers.update({"Accept": "text/html", "Accept-Language": "en"})
    return made


@pytest.fixture
def signed_in(client: httpx.Client, people: Database) -> Callable[[Role], httpx.Client]:
    """The client, signed in with a role."""

    def sign_in(role: Role) -> httpx.Client:
        service.create_account(people, NOW, role.value, PASSWORD, role)
        token = service.sign_in(people, NOW, role.value, PASSWORD)
        assert token
        client.cookies.set(SESSION_COOKIE, token)
        return client

    return sign_in


def build(database: Database, folder: Path, figures: ExampleFigures) -> FastAPI:
    made = FastAPI(docs_url=None, redoc_url=None)
    made.state.database = database
    made.state.settings = Settings(folder, database.url, b"a secret of thirty-two bytes....")
    made.state.clock = lambda: NOW
    errors.install(made)
    site.install(made, figures)
    return made
