"""How samples are counted: the same text on SQLite, PostgreSQL and Citus.

Every join and every key holds ``device_id``, so that a cluster does each device's part where the device lives.
``CROSS JOIN`` because SQLite keeps its order: the few marked batches first, then the row range of each. A mark is never
committed: it is there to have every statement of a bite mean the same batches, whatever others commit meanwhile.
"""

import secrets
from typing import Any, NamedTuple

from sqlalchemy import text
from sqlmodel import Session

from barometer_collector.rollup.rules.bites import OpenBatch
from barometer_collector.rollup.tables import TOUCH_BITS
from barometer_shared.metrics import BUCKETS, METRICS, Kind

_DAY_MS = 86_400_000
_EVENTS = ", ".join(str(metric.code) for metric in METRICS.values() if metric.kind is Kind.EVENT)
_BUCKETS = [f"b{number}" for number in range(BUCKETS)]
# Marked batches are found by their number, and their samples by the row range of each, in the partitions of the days on
# which they arrived. That all are between two numbers is said for PostgreSQL, which without it reads the whole day for
# each bite as long as it has no statistics of it; by a CAST, which is nothing there and hides it from SQLite, which
# would look from the first number to the last for each batch.
_MARKED = "b.first_sample BETWEEN :first_sample AND :roll_id AND b.roll_id = :roll_id"
_SAMPLES = f"""
    open_batch AS b CROSS JOIN sample AS s
    WHERE {_MARKED} AND s.device_id = b.device_id AND s.id >= b.first_sample AND s.id <= b.last_sample
          AND s.arrived = b.arrived AND s.arrived BETWEEN :first_arrived AND :last_arrived
          AND CAST(s.id AS bigint) BETWEEN :first_sample AND :last_sample
"""

_OPEN = text(
    """
    SELECT first_sample, last_sample - first_sample + 1, arrived FROM open_batch WHERE roll_id IS NULL
    ORDER BY first_sample LIMIT :most
    """
)
_MARK = text(
    """
    UPDATE open_batch SET roll_id = :roll_id
    WHERE first_sample BETWEEN :first_sample AND :roll_id AND last_sample <= :last_sample AND roll_id IS NULL
          AND arrived BETWEEN :first_arrived AND :last_arrived
    """
)
_CLOSE = text("DELETE FROM open_batch WHERE first_sample BETWEEN :first_sample AND :roll_id AND roll_id = :roll_id")
_ADD_DAYS = text(
    f"""
    INSERT INTO device_day (device_id, day, metric, subject, n, failed, total, {", ".join(_BUCKETS)}, lowest, highest)
    SELECT s.device_id, s.day, s.metric, s.subject,
           COUNT(*) FILTER (WHERE s.failed = 0), COUNT(*) FILTER (WHERE s.failed = 1), SUM(s.value),
           {", ".join(f"COUNT(*) FILTER (WHERE s.bucket = {number})" for number in range(BUCKETS))},
           MIN(s.value) FILTER (WHERE s.failed = 0), MAX(s.value) FILTER (WHERE s.failed = 0)
    FROM {_SAMPLES}
    GROUP BY s.device_id, s.day, s.metric, s.subject
    ON CONFLICT (device_id, day, metric, subject) DO UPDATE SET
        n = device_day.n + excluded.n, failed = device_day.failed + excluded.failed,
        total = device_day.total + excluded.total,
        {", ".join(f"{name} = device_day.{name} + excluded.{name}" for name in _BUCKETS)},
        lowest = CASE WHEN device_day.lowest IS NULL OR excluded.lowest < device_day.lowest
                      THEN excluded.lowest ELSE device_day.lowest END,
        highest = CASE WHEN device_day.highest IS NULL OR excluded.highest > device_day.highest
                       THEN excluded.highest ELSE device_day.highest END
    """  # noqa: S608 - built from the catalogue alone
)
_ADD_EVENTS = text(
    f"""
    INSERT INTO event (device_id, day, id, metric, subject, at, value, labels)
    SELECT s.device_id, s.day, s.id, s.metric, s.subject, s.at, s.value, s.labels
    FROM {_SAMPLES} AND s.failed = 0 AND s.metric IN ({_EVENTS})
    ON CONFLICT (device_id, day, id) DO NOTHING
    """  # noqa: S608 - built from the catalogue alone
)
_TOUCHED_BEFORE = """
    ON CONFLICT (device_id) DO UPDATE SET
        at = excluded.at,
        since_day = CASE WHEN excluded.since_day < touched.since_day THEN excluded.since_day ELSE touched.since_day END
"""
# A batch without samples still says something: what its device cannot measure. That is of today.
_TOUCH = text(
    f"""
    INSERT INTO touched (device_id, at, since_day)
    SELECT b.device_id, :now, MIN(COALESCE(
        (SELECT MIN(s.day) FROM sample AS s
         WHERE s.device_id = b.device_id AND s.id >= b.first_sample AND s.id <= b.last_sample
               AND s.arrived = b.arrived AND s.arrived BETWEEN :first_arrived AND :last_arrived), :today))
    FROM open_batch AS b WHERE {_MARKED} GROUP BY b.device_id
    {_TOUCHED_BEFORE}
    """  # noqa: S608 - built from constants alone
)
_TOUCH_ONE = text(
    f"""
    INSERT INTO touched (device_id, at, since_day) VALUES (:device_id, :at, :since_day)
    {_TOUCHED_BEFORE}
    """  # noqa: S608 - built from constants alone
)


class Bite(NamedTuple):
    """The open batches with numbers from ``first_sample`` up to ``roll_id``, that of the last one, whose samples go up
    to ``last_sample``, and that arrived between two days (both included)."""

    roll_id: int
    first_sample: int
    last_sample: int
    first_arrived: int
    last_arrived: int


def open_batches(session: Session, most: int) -> list[OpenBatch]:
    """Batches that are not counted yet, those that came first first."""
    return [OpenBatch(*row) for row in session.connection().execute(_OPEN, {"most": most})]


def mark(session: Session, bite: Bite) -> int:
    """Mark the open batches of ``bite`` as being counted; how many those were.

    Those that a slower writer committed meanwhile, with numbers between theirs, are among them.
    """
    marked: Any = session.connection().execute(_MARK, bite._asdict())
    return int(marked.rowcount)


def count(session: Session, bite: Bite, now_ms: int) -> None:
    """Add the samples of the marked batches to their days, their events to the events, their devices to the touched."""
    connection, values = session.connection(), bite._asdict()
    connection.execute(_ADD_DAYS, values)
    connection.execute(_ADD_EVENTS, values)
    connection.execute(_TOUCH, {**values, "now": _touch_number(now_ms), "today": now_ms // _DAY_MS})


def close(session: Session, bite: Bite) -> None:
    """The marked batches are counted, and open no longer."""
    session.connection().execute(_CLOSE, bite._asdict())


def touch(session: Session, device_id: int, at: int, since_day: int) -> None:
    """Note that there is something new of the device from ``since_day`` on."""
    values = {"device_id": device_id, "at": _touch_number(at), "since_day": since_day}
    session.connection().execute(_TOUCH_ONE, values)


def _touch_number(at_ms: int) -> int:
    return at_ms << TOUCH_BITS | secrets.randbits(TOUCH_BITS)
