"""Closes the bundles of confidential words: what each holds is noted, and never reckoned again."""

from datetime import datetime

from barometer_collector.database import Database
from barometer_collector.sentiment import publishing
from barometer_collector.sentiment.rules.words import closed_bundles
from barometer_collector.sentiment.words import store
from barometer_collector.settings import Settings

_DAY_MS = 86_400_000


def close_bundles(database: Database, settings: Settings, now: datetime) -> None:
    """Close the bundles of the rounds that are over by ``now``, where enough people wrote."""
    today = int(now.timestamp() * 1000) // _DAY_MS
    needed = publishing.needed_respondents(settings)
    with database.writing() as session:
        for simulated in (False, True):  # who is real is never hidden among those who are not
            last = store.last_bundles(session, 1, simulated=simulated)
            until = last[0].last_day if last else None
            for closed in closed_bundles(store.waiting(session, simulated=simulated), needed, today, until):
                store.add_bundle(session, closed, simulated=simulated)
