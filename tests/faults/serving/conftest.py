"""A PostgreSQL that may be hurt, for each test file of its own."""

import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from barometer_collector.database import Database
from barometer_collector.settings import load_settings
from tests.faults.serving.pair import Pair
from tests.faults.serving.postgres import Server, running_server
from tests.faults.serving.served import serving


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    # Not below pytest's own folder: see ``postgres_server`` of tests/collector.
    with running_server(Path(tempfile.mkdtemp(prefix="barometer-hurt-"))) as made:
        yield made


@pytest.fixture(scope="module")
def pair(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    data = tmp_path_factory.mktemp("data")
    settings = load_settings({"data_dir": data, "database_url": server.url}, {})
    with (
        closing(Database(server.url)) as database,
        serving(data, server.url) as one,
        serving(data, server.url) as other,
    ):
        yield Pair(one, other, database, settings)
