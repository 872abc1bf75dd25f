"""Use cases of the roll-up: samples become device-days, in bites that nobody has to wait for."""

import time
from collections.abc import Callable, Sequence
from datetime import datetime

import msgspec

from barometer_collector.database import Database, Session
from barometer_collector.rollup.rules.bites import FEWEST_SAMPLES, OpenBatch, bite_of, next_size, target_seconds
from barometer_collector.rollup.store import counting
from barometer_collector.rollup.store import events as happened
from barometer_collector.rollup.views import DayFigure, EventFigure
from barometer_collector.rollup.window import LAST_DAY, day_by_day
from barometer_shared.metrics import METRICS_BY_CODE

Counted = Callable[[Session, int], None]
_BATCHES_A_LOOK = 1_000
_FIRST_BITE = 1_000


def _go_on(_session: Session, _roll_id: int) -> None:
    """Nobody wants to know what was counted."""


class RollUp:
    """Counts what was not counted yet, in bites that take as long as they are meant to: it learns how large that is."""

    def __init__(self, database: Database) -> None:
        self._database, self._size = database, _FIRST_BITE
        self._target_seconds = target_seconds(is_sqlite=database.is_sqlite)

    def turn(self, now: datetime, pause: Callable[[], None] = lambda: None, counted: Counted = _go_on) -> int:
        """Count every batch of the ledger that was not counted when this began; how many those were.

        Bite after bite, each its own transaction: a batch is marked and counted together or not at all. ``pause`` is
        called between two of them. ``counted`` is called in the transaction of each bite with the number that its
        batches were counted under.
        """
        rolled = 0
        while waiting := self._waiting():
            looked = len(waiting)
            while waiting:
                bite = bite_of(waiting, self._size)
                rolled += self._count(bite, now, counted)
                waiting = waiting[len(bite) :]
                pause()
            if looked < _BATCHES_A_LOOK:
                break
        return rolled

    def _waiting(self) -> Sequence[OpenBatch]:
        with self._database.reading() as session:
            return counting.open_batches(session, _BATCHES_A_LOOK)

    def _count(self, batches: Sequence[OpenBatch], now: datetime, counted: Counted) -> int:
        with self._database.writing() as session:
            started = time.perf_counter()
            bite = _bite_of(batches)
            rolled = counting.mark(session, bite)
            counting.count(session, bite, _ms(now))
            counted(session, bite.roll_id)
            counting.close(session, bite)
            took = time.perf_counter() - started  # neither waiting for others nor the disk is for want of size
        samples = sum(batch.samples for batch in batches)
        self._size = next_size(max(samples, FEWEST_SAMPLES), took, self._target_seconds)
        return rolled


def roll_up(
    database: Database, now: datetime, pause: Callable[[], None] = lambda: None, counted: Counted = _go_on
) -> int:
    """One turn of a RollUp."""
    return RollUp(database).turn(now, pause, counted)


def touch(session: Session, device_id: int, at: int, since_day: int) -> None:
    """Have a device scored again from ``since_day`` (days since 1970) on, in the caller's transaction. ``at`` is when
    that came up, in milliseconds since 1970 UTC."""
    counting.touch(session, device_id, at, since_day)


def history(database: Database, device_id: int, since_day: int) -> tuple[DayFigure, ...]:
    """The days of a device from ``since_day`` (days since 1970) on, oldest first."""
    with database.reading() as session:
        found = day_by_day(session, [device_id], None, since_day, LAST_DAY)
    shown = zip(found.day, found.metric, found.subject, found.n, found.failed, found.total, strict=True)
    return tuple(
        DayFigure(int(day), metric.name, found.subjects[subject], int(n), int(failed), _mean(total, n), metric.unit)
        for day, code, subject, n, failed, total in shown
        if (metric := METRICS_BY_CODE.get(int(code)))
    )


def events(database: Database, device_id: int, since_ms: int, limit: int) -> tuple[EventFigure, ...]:
    """What happened on a device since a moment, newest first."""
    with database.reading() as session:
        rows = happened.events(session, device_id, since_ms, limit)
    return tuple(
        EventFigure(
            METRICS_BY_CODE[row.metric].name,
            row.subject,
            row.at,
            row.value,
            msgspec.json.decode(row.labels, type=dict[str, str]) if row.labels else {},
        )
        for row in rows
        if row.metric in METRICS_BY_CODE
    )


def _mean(total: int, n: int) -> float | None:
    return float(total / n) if n else None


def _bite_of(batches: Sequence[OpenBatch]) -> counting.Bite:
    """Marked by the number of its last batch, which no other bite ends with."""
    days = [batch.arrived for batch in batches]
    first, last = batches[0].first_sample, batches[-1]
    return counting.Bite(
        last.first_sample, first, max(last.first_sample, last.first_sample + last.samples - 1), min(days), max(days)
    )


def _ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
