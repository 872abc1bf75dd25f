"""The report of a laptop, for its own people: gathered, and kept for a minute."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

import msgspec

from barometer_collector.database import Database
from barometer_collector.delivery import news
from barometer_collector.delivery.rules.knowledge import facts_of
from barometer_collector.delivery.rules.report import compose
from barometer_collector.rollup import service as rollup
from barometer_collector.scoring import service as scoring
from barometer_collector.settings import Settings
from barometer_collector.teams import service as teams
from barometer_shared.report import DeviceReport

KEPT = timedelta(minutes=1)
_MOST_KEPT = 1_000
_EVENTS = timedelta(days=90)  # a laptop that was not restarted for longer than that is not asked for when it was
_MOST_EVENTS = 2_000
_WEEK = timedelta(days=7)
_DAY_MS = 86_400_000


@dataclass(frozen=True)
class Told:
    """The report as JSON, and a mark that changes when it does."""

    body: bytes
    mark: str


class Reports:
    """Safe to use from several threads."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database, self._settings = database, settings
        self._kept: dict[int, tuple[datetime, Told]] = {}
        self._lock = Lock()

    def of(self, device_id: int, now: datetime) -> Told:
        """What the people of this device are told now, or were a moment ago."""
        kept = self._kept.get(device_id)
        if kept is not None and timedelta() <= now - kept[0] < KEPT:
            return kept[1]
        body = msgspec.json.encode(report_of(self._database, self._settings, now, device_id))
        told = Told(body, hashlib.sha256(body).hexdigest()[:12])
        with self._lock:
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            self._kept[device_id] = now, told
        return told


def report_of(database: Database, settings: Settings, now: datetime, device_id: int) -> DeviceReport:
    """The report as of ``now``. It holds what was measured on this device alone, and nothing of any answer."""
    today = int(now.timestamp() * 1000) // _DAY_MS
    with database.snapshot() as session:
        latest = scoring.latest(session, settings, now, device_id)
        told = news.of_team(session, teams.slug_of_device(session, device_id))
    events = rollup.events(database, device_id, _ms(now - _EVENTS), _MOST_EVENTS)
    days = rollup.history(database, device_id, today - _WEEK.days + 1)
    facts = facts_of(latest.scores.t, events, days, _ms(now))
    return compose(latest.scores.t, latest.first_day, latest.last_day, facts, told)


def _ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
