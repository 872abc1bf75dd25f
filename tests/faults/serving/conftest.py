"""A PostgreSQL that may be hurt, for each test file of its own."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.serving.postgres import Server, running_server


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    # Not below pytest's own folder: see ``postgres_server`` of tests/collector.
    with running_server(Path(tempfile.mkdtemp(prefix="barometer-hurt-"))) as made:
        yield made
