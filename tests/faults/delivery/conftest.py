"""The real agent's uplink and spool before a whole collector, on every database, with whatever may go wrong between."""

from collections.abc import Iterator

import pytest

from barometer_collector.app import create_app
from barometer_collector.database import Database
from barometer_collector.settings import Settings
from tests.collector.conftest import (  # noqa: F401 - fixtures
    database,
    postgres_server,
    postgresql_database,
    settings,
    sqlite_database,
    sqlite_template,
)
from tests.collector.laptops import FakeClock
from tests.faults.delivery.bridge import Bridge


@pytest.fixture
def bridge(database: Database, settings: Settings) -> Iterator[Bridge]:  # noqa: F811 - a fixture
    """A collector in this process, with a clock that the test moves."""
    clock = FakeClock()
    with Bridge(create_app(database, settings, clock), clock) as opened:
        yield opened
