"""The database servers of the collector's own tests."""

from tests.collector.conftest import postgres_server  # noqa: F401 - a fixture
