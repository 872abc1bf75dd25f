"""Two collectors that serve one database, as behind a load balancer."""

from collections.abc import Callable
from typing import NamedTuple

import httpx

from barometer_collector.database import Database
from barometer_collector.settings import Settings
from tests.faults.serving.served import Served


class Pair(NamedTuple):
    """Two that serve, and what they share."""

    one: Served
    other: Served
    database: Database
    settings: Settings

    def both(self, ask: Callable[[httpx.Client], httpx.Response]) -> list[httpx.Response]:
        """What each of them answers."""
        answers = []
        for each in (self.one, self.other):
            with httpx.Client(base_url=each.address, trust_env=False, timeout=20) as client:
                answers.append(ask(client))
        return answers
