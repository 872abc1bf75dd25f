"""The pace of the fleet: every process says how full it is, the jobs decide, and all processes tell the same."""

import logging
import secrets
from collections.abc import Callable
from datetime import datetime

from barometer_collector.database import Database, Session
from barometer_collector.delivery import store
from barometer_collector.delivery.rules.configuration import FleetPace, within
from barometer_collector.delivery.rules.fleet import Load, Watched, next_pace, spread_seconds, steps
from barometer_collector.devices import service as devices
from barometer_collector.ingest.occupation import Occupation
from barometer_collector.settings import Settings

_log = logging.getLogger(__name__)

REPORT_SECONDS = 15.0
_FRESH_MS = 60_000  # a process that said nothing for longer has ended
_FORGOTTEN_MS = 3_600_000


def pace_of(session: Session, settings: Settings) -> FleetPace:
    """What is told now, in the caller's transaction; never faster or slower than the settings allow."""
    found = store.pace(session)
    pace = FleetPace(*found) if found else FleetPace(settings.interval_seconds)
    return within(pace, settings.interval_seconds, settings.slowest_interval_seconds)


def reason_of(session: Session) -> str:
    """Why the pace was changed last: load, room or settings; "" where it never was."""
    return store.reason_of_pace(session)


class Reporter:
    """Says how full this process is, under a name that it makes up."""

    def __init__(self, database: Database, occupation: Callable[[], Occupation]) -> None:
        self._database, self._occupation = database, occupation
        self._name = secrets.token_hex(8)
        self._before = occupation()

    def report(self, now: datetime) -> float:
        """How full it was since the last time, 0 to 1; told to the others. Raises DatabaseUnavailableError."""
        current = self._occupation()
        since = current.since(self._before)
        with self._database.writing() as session:
            store.put_load(session, self._name, _ms(now), since)
        self._before = current
        return since.share


class Pacer:
    """Decides on the pace, in the one process that does the jobs."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database, self._settings = database, settings
        self._watched: Watched | None = None

    def decide(self, now: datetime) -> None:
        """Look at the load, and change the pace where that is wanted."""
        now_ms = _ms(now)
        with self._database.writing() as session:
            load = _load(session, now_ms)
            spread = spread_seconds(devices.count(session))
            stored = store.pace(session)
            current = FleetPace(*stored) if stored else FleetPace(self._settings.interval_seconds)
            before = self._watched_of(current)
            paces = steps(self._settings.interval_seconds, self._settings.slowest_interval_seconds)
            self._watched, why = next_pace(before, load, paces, spread * 1_000, now_ms)
            decided = _changed(current, self._watched, why, spread * 1_000)
            if tuple(decided) != stored:
                store.put_pace(session, decided, why)
            store.forget_loads(session, now_ms - _FORGOTTEN_MS, now_ms + _FORGOTTEN_MS)
        if why:
            _log.warning(
                "fleet_pace_changed interval_seconds=%s before=%s reason=%s load=%.2f batches_a_second=%.0f refused=%s",
                self._watched.interval_seconds,
                current.interval_seconds,
                why,
                load.share,
                load.batches_a_second,
                load.refused,
            )

    def _watched_of(self, current: FleetPace) -> Watched:
        """What was watched, unless another process changed the pace since."""
        if self._watched is None or self._watched.interval_seconds != current.interval_seconds:
            return Watched(current.interval_seconds, current.changed_at)
        return self._watched


def _load(session: Session, now_ms: int) -> Load:
    rows = store.loads(session, now_ms - _FRESH_MS)
    return Load(
        max((row.share for row in rows), default=0.0),
        sum(row.batches / max(1.0, row.seconds) for row in rows),
        sum(row.refused for row in rows),
    )


def _changed(current: FleetPace, watched: Watched, why: str, spread_ms: int) -> FleetPace:
    if not why:
        return current._replace(changed_at=watched.changed_at, spread_ms=spread_ms)
    return FleetPace(watched.interval_seconds, current.interval_seconds, watched.changed_at, spread_ms)


def _ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
