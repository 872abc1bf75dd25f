"""Computes scores of many devices beside the intake, and stores them in transactions so short that it need not wait."""

import time
from collections.abc import Callable, Sequence
from typing import TypeVar

from barometer_collector.database import Database, Session
from barometer_collector.scoring.rules.days import Day
from barometer_collector.scoring.rules.tally import Layout
from barometer_collector.scoring.service.devices import numbers
from barometer_collector.scoring.service.storing import Scored
from barometer_collector.scoring.store import fleet as fleet_store

# Computed at once: enough that the fixed cost of a statement is nothing, few enough to fit into a few megabytes.
MOST_COMPUTED = 2_000
_TARGET_SECONDS = 0.04  # a storing transaction: on SQLite the intake waits for it, at most 50 ms
_FEWEST, _FIRST, _MOST = 200, 500, 5_000  # below some hundred the commit itself is what takes long

Pause = Callable[[], None]
_Each = TypeVar("_Each")


def go_on() -> None:
    """No pause."""


def compute(database: Database, layout: Layout, ids: Sequence[int], day: Day, computed_at: int) -> Scored:
    """The scores of these devices (ascending) on ``day``; those that do not exist are left out."""
    with database.snapshot() as session:
        placed = fleet_store.placed(session, ids, day.last)
        known = [device for device in ids if device in placed]
        found = numbers(session, layout, known, day)
    return Scored(day.day, known, [placed[device] for device in known], found, computed_at)


class Stores:
    """Stores bite after bite, each as large as takes about ``_TARGET_SECONDS``."""

    def __init__(self, database: Database, pause: Pause, clock: Callable[[], float] = time.perf_counter) -> None:
        self._database, self._pause, self._clock = database, pause, clock
        self._size = _FIRST

    def each(self, all_of: Sequence[_Each], store: Callable[[Session, Sequence[_Each]], None]) -> None:
        """``store`` some of ``all_of`` in a transaction, then the next, with a pause after each."""
        start = 0
        while start < len(all_of):
            some = all_of[start : start + self._size]
            began = self._clock()
            with self._database.writing() as session:
                store(session, some)
            self._size = _next_size(len(some), self._size, self._clock() - began)
            start += len(some)
            self._pause()


def _next_size(stored: int, size: int, took: float) -> int:
    """As many as would have taken the target; a bite that was not full says nothing of larger ones."""
    fitting = int(stored * min(2.0, _TARGET_SECONDS / max(took, 1e-6)))
    wanted = fitting if stored == size or fitting < stored else size
    return max(_FEWEST, min(_MOST, wanted))
