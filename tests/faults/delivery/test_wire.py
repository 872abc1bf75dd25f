"""Real connections that break: nothing is lost, nothing comes twice, and the next exchange works again."""

from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from barometer_agent.uplink.verdict import Later
from barometer_collector.app import create_app
from barometer_collector.database import Database
from barometer_collector.settings import Settings
from tests.collector.laptops import FakeClock
from tests.collector.running import running
from tests.faults.delivery.laptop import Laptop
from tests.faults.delivery.wire import Break, Wire


@pytest.mark.parametrize("met", [each for each in Break if each is not Break.NONE])
@pytest.mark.parametrize("well", [0, 1], ids=["configuration", "batch"])
def test_a_connection_that_breaks_costs_nothing(
    met: Break, well: int, database: Database, settings: Settings, tmp_path: Path
) -> None:
    clock = FakeClock(datetime.now(UTC))  # a real server states the real date
    with running(create_app(database, settings)) as client, Wire(urlsplit(str(client.base_url)).port or 0) as wire:
        laptop = Laptop(tmp_path, None, database, settings, clock=clock, server=wire.address)
        laptop.measure(5)
        wire.breaks = [(well, met)]
        outcome = laptop.exchange()
        assert met is Break.REPLY_TWICE or isinstance(outcome, Later)
        laptop.hand_in()
        laptop.measure(5)
        laptop.hand_in()
        laptop.close()
    assert set(laptop.stored().values()) == {1}
    assert set(laptop.stored()) == set(laptop.spooled)
