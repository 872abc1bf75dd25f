import pytest

from barometer_collector.database import Database
from barometer_collector.sentiment.service import ensure_campaigns
from barometer_collector.settings import Settings
from tests.collector.scoring.records import NOW, Records


@pytest.fixture
def records(database: Database, settings: Settings) -> Records:
    """Tables to be filled, with this round's campaigns running."""
    ensure_campaigns(database, settings, NOW)
    return Records(database, settings)
