"""Scores again and again, at a pace: touched devices at once, whole days beside them, groups as far as they may cost.

A turn of groups starts at the earliest so many times after what the last one took: at once in a small fleet, and in one
of a million without ever taking more than a small share of a processor from the devices.
"""

import time
from collections.abc import Callable
from datetime import datetime

from barometer_collector.database import Database
from barometer_collector.rollup.service import touch
from barometer_collector.scoring.model import load
from barometer_collector.scoring.rules.days import Day, day_of, ms_of
from barometer_collector.scoring.rules.tally import Layout
from barometer_collector.scoring.service import whole_days
from barometer_collector.scoring.service.bites import MOST_COMPUTED, Pause, Stores, go_on
from barometer_collector.scoring.service.compute import score_bite
from barometer_collector.scoring.service.devices import layout_of
from barometer_collector.scoring.service.groups import tell_stale
from barometer_collector.scoring.store import fleet as fleet_store
from barometer_collector.settings import Settings

_TOUCHED_SECONDS = 5.0  # of a turn, when more are touched than can be scored: then others have theirs
_OF_WHOLE_DAYS = 3_000  # devices a turn, which comes every two seconds: a million take ten minutes, beside the touched
_REST = 19  # a turn of groups rests so many times as long as it took: a twentieth of a processor


class Turns:
    """Keeps what one turn has to know of the last. ``pause`` is called between two transactions."""

    def __init__(
        self,
        database: Database,
        settings: Settings,
        pause: Pause = go_on,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database, self._settings, self._pause, self._clock = database, settings, pause, clock
        self._stores = Stores(database, pause)
        self._groups_from = clock()

    def turn(self, now: datetime) -> int:
        """Score what was touched, some more of a day that began, and tell of groups when it is time; how many devices
        were scored."""
        layout, today = layout_of(load(self._settings.model_file)), day_of(now)
        whole_days.begin_days(self._database, layout, today)
        scored = self._touched(layout, today, ms_of(now))
        everyone = whole_days.pass_on(self._database, layout, today, ms_of(now), self._stores, _OF_WHOLE_DAYS)
        self._groups(layout, today, ms_of(now))
        return scored + everyone

    def _touched(self, layout: Layout, today: Day, now_ms: int) -> int:
        scored, until = 0, self._clock() + _TOUCHED_SECONDS
        while ids := score_bite(self._database, layout, today, now_ms, self._stores):
            scored += len(ids)
            if len(ids) < MOST_COMPUTED or self._clock() >= until:
                break
        return scored

    def _groups(self, layout: Layout, today: Day, now_ms: int) -> None:
        began = self._clock()
        if began < self._groups_from:
            return
        if tell_stale(self._database, self._settings, layout, today, now_ms, self._pause, most_past=1):
            self._touch_misplaced(today, now_ms)
            ended = self._clock()
            self._groups_from = ended + _REST * (ended - began)

    def _touch_misplaced(self, today: Day, now_ms: int) -> None:
        """Devices that moved or were revoked leave their groups though nothing comes of them any more."""
        with self._database.reading() as session:
            misplaced = fleet_store.misplaced(session, today.day, today.last, MOST_COMPUTED)
        if misplaced:
            with self._database.writing() as session:
                for device in sorted(misplaced):
                    touch(session, device, now_ms, today.day)
