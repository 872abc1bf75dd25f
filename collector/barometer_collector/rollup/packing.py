"""The use case of packing: days that are over, in bites that nobody has to wait for."""

import time
from collections.abc import Callable
from datetime import datetime

from barometer_collector.database import Database
from barometer_collector.rollup.rules.bites import next_days, target_seconds
from barometer_collector.rollup.rules.closing import closed_before
from barometer_collector.rollup.store import packed

_DAYS_A_LOOK = 5_000
_FIRST_BITE = 50
_BEFORE_ALL = (-(1 << 63), 0)


def pack_days(database: Database, now: datetime, pause: Callable[[], None] = lambda: None) -> int:
    """Pack the days that are over, and what came late of those that are packed; how many days of devices that were.

    Bite after bite, each its own short transaction: whenever this ends, every day is either
    packed, or open, or partly both, and its sums are the same. ``pause`` is called between two bites.
    """
    before, done, size, last = closed_before(now), 0, _FIRST_BITE, _BEFORE_ALL
    target = target_seconds(is_sqlite=database.is_sqlite)
    while waiting := _over(database, last, before):
        while waiting:
            bite, waiting = waiting[:size], waiting[size:]
            with database.writing() as session:
                started = time.perf_counter()
                packed.pack_days(session, bite)
                took = time.perf_counter() - started  # neither waiting for others nor the disk is for want of size
            size = next_days(len(bite), took, target)
            done, last = done + len(bite), bite[-1]
            pause()
    return done


def _over(database: Database, after: packed.DeviceDay, before_day: int) -> list[packed.DeviceDay]:
    with database.reading() as session:
        return packed.over(session, after, before_day, _DAYS_A_LOOK)
