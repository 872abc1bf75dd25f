"""Deletes what one promise no longer keeps, bite after bite.

A bite is a transaction of its own, found without a lock and deleted under one for some 25 ms; between two of them
others write. Stopped at any of them, the next run goes on: what is gone is not found again.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from barometer_collector.database import Database, Session
from barometer_collector.partitions import service as partitions
from barometer_collector.privacy.retention.promises import Promise, Unit, Way
from barometer_collector.privacy.retention.rules import bites
from barometer_collector.privacy.retention.rules.cutoffs import DAY_MS, month_of
from barometer_collector.privacy.retention.store import devices, raw, rows, secure, words

Pause = Callable[[], None]
Key = tuple[Any, ...]
Remove = Callable[[Session, Sequence[Key]], int]

_A_LOOK = 10_000  # keys that are found by one look, which may read a table


@dataclass(frozen=True)
class Swept:
    """What went: rows (or parts of rows) one by one, and whole partitions by name."""

    rows: int = 0
    partitions: tuple[str, ...] = ()


def sweep(database: Database, promise: Promise, first_day: int, today: int, pause: Pause) -> Swept:
    """Delete what is from before ``first_day`` (days since 1970), and let others write between bites (``pause``)."""
    match promise.way:
        case Way.RAW:
            return _raw(database, promise, first_day, today, pause)
        case Way.LEDGER | Way.DEVICE_DAYS:
            return _of_devices(database, promise, first_day, pause)
        case Way.ROWS | Way.PARTS:
            return Swept(_rows(database, promise, first_day, pause))
        case Way.WORDS:
            return Swept(_words(database, first_day, pause))
        case _:
            return Swept()


def _raw(database: Database, promise: Promise, first_day: int, today: int, pause: Pause) -> Swept:
    """Nothing that is not counted yet, whatever its age."""
    if not database.is_sqlite:
        with database.reading() as session:
            still_open = raw.first_open_day(session)
        gone = partitions.drop_before(
            database, promise.table, first_day if still_open is None else min(first_day, still_open)
        )
        return Swept(gone.rows, gone.partitions)
    with database.reading() as session:
        low, until = raw.ends(session).low, raw.first_of(session, first_day, today)
        still_open = raw.first_open(session)
    if low is None or until is None:
        return Swept()
    until = until if still_open is None else min(until, still_open)
    return Swept(_numbers(database, low, until, first_day, today, pause))


def _numbers(database: Database, low: int, until: int, first_day: int, today: int, pause: Pause) -> int:
    removed, size = 0, bites.FIRST
    while low < until:
        high = min(until, low + size)
        started = time.perf_counter()
        with database.writing() as session:
            secure.overwrite(session)
            removed += raw.remove(session, low, high, first_day, today)
        low, size = high, bites.next_size(size, time.perf_counter() - started)
        pause()
    return removed


def _of_devices(database: Database, promise: Promise, first_day: int, pause: Pause) -> Swept:
    gone = partitions.drop_before(database, promise.table, first_day)
    column = promise.by[0]
    limit = month_of(first_day) if promise.unit is Unit.MONTH else first_day
    removed, size, after = gone.rows, bites.FIRST, -1
    while True:
        with database.reading() as session:
            some = devices.find(session, promise.table, column, limit, after, size)
        if not some:
            return Swept(removed, gone.partitions)
        started = time.perf_counter()
        with database.writing() as session:
            secure.overwrite(session)
            removed += devices.remove(session, promise.table, column, limit, some)
        after, size = some[-1], bites.next_size(len(some), time.perf_counter() - started)
        pause()


def _rows(database: Database, promise: Promise, first_day: int, pause: Pause) -> int:
    old = rows.old(promise, first_day)
    removed, size, after = 0, bites.FIRST, None
    while True:
        with database.reading() as session:
            some = rows.find(session, old, after, _A_LOOK)
        if not some:
            return removed
        after = some[-1]
        count, size = _by_key(database, some, size, lambda session, keys: rows.remove(session, old, keys), pause)
        removed += count


def _words(database: Database, first_day: int, pause: Pause) -> int:
    moment, removed, size = first_day * DAY_MS, 0, bites.FIRST
    with database.writing() as session:
        secure.overwrite(session)
        words.end_bundles(session, first_day)
    while True:
        with database.reading() as session:
            some = words.find(session, moment, _A_LOOK)
        if not some:
            return removed
        count, size = _by_key(database, some, size, lambda session, keys: words.remove(session, moment, keys), pause)
        removed += count


def _by_key(database: Database, keys: Sequence[Key], size: int, remove: Remove, pause: Pause) -> tuple[int, int]:
    """Remove the rows of these keys; how many that were, and how many a bite should hold from here on."""
    removed, done = 0, 0
    while done < len(keys):
        bite = keys[done : done + size]
        started = time.perf_counter()
        with database.writing() as session:
            secure.overwrite(session)
            removed += remove(session, bite)
        done, size = done + len(bite), bites.next_size(len(bite), time.perf_counter() - started)
        pause()
    return removed, size
