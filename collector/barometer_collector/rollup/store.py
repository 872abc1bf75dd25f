"""The SQL of the roll-up: the same text on SQLite, PostgreSQL and Citus.

Every join and every key holds ``device_id``, so that a cluster does each device's part where the device lives.
``CROSS JOIN`` because SQLite keeps its order: the few marked batches first, then the row range of each.
"""

from typing import Any, NamedTuple

from sqlalchemy import text
from sqlmodel import Session

from barometer_collector.rollup.rules import OpenBatch
from barometer_shared.metrics import BUCKETS, METRICS, Kind

_DAY_MS = 86_400_000
_EVENTS = ", ".join(str(metric.code) for metric in METRICS.values() if metric.kind is Kind.EVENT)
_BUCKETS = [f"b{number}" for number in range(BUCKETS)]
_MARKED = "batch AS b CROSS JOIN sample AS s WHERE b.roll_id = :roll_id AND s.device_id = b.device_id"
_RANGE = "s.id >= b.first_sample AND s.id <= b.last_sample"

_OPEN = text(
    """
    SELECT device_id, month, batch_id, last_sample - first_sample + 1 FROM batch WHERE roll_id IS NULL
    ORDER BY device_id, month, batch_id LIMIT :most
    """
)
_MARK = text(
    """
    UPDATE batch SET roll_id = :roll_id
    WHERE roll_id IS NULL AND device_id <= :device_id
          AND (device_id, month, batch_id) <= (:device_id, :month, :batch_id)
    """
)
_ADD_DAYS = text(
    f"""
    INSERT INTO device_day (device_id, day, metric, subject, n, failed, total, {", ".join(_BUCKETS)})
    SELECT s.device_id, s.day, s.metric, s.subject, SUM(1 - s.failed), SUM(s.failed), SUM(s.value),
           {", ".join(f"SUM(CASE WHEN s.bucket = {number} THEN 1 ELSE 0 END)" for number in range(BUCKETS))}
    FROM {_MARKED} AND {_RANGE}
    GROUP BY s.device_id, s.day, s.metric, s.subject
    ON CONFLICT (device_id, day, metric, subject) DO UPDATE SET
        n = device_day.n + excluded.n, failed = device_day.failed + excluded.failed,
        total = device_day.total + excluded.total,
        {", ".join(f"{name} = device_day.{name} + excluded.{name}" for name in _BUCKETS)}
    """  # noqa: S608 - built from the catalogue alone
)
_ADD_EVENTS = text(
    f"""
    INSERT INTO event (device_id, id, metric, subject, at, day, value, labels)
    SELECT s.device_id, s.id, s.metric, s.subject, s.at, s.day, s.value, s.labels
    FROM {_MARKED} AND {_RANGE} AND s.failed = 0 AND s.metric IN ({_EVENTS})
    ON CONFLICT (device_id, id) DO NOTHING
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
        (SELECT MIN(s.day) FROM sample AS s WHERE s.device_id = b.device_id AND {_RANGE}), :today))
    FROM batch AS b WHERE b.roll_id = :roll_id GROUP BY b.device_id
    {_TOUCHED_BEFORE}
    """  # noqa: S608 - built from constants alone
)
_TOUCH_ONE = text(
    f"""
    INSERT INTO touched (device_id, at, since_day) VALUES (:device_id, :at, :since_day)
    {_TOUCHED_BEFORE}
    """  # noqa: S608 - built from constants alone
)
_HISTORY = text(
    """
    SELECT day, metric, subject, n, failed, total FROM device_day
    WHERE device_id = :device_id AND day >= :since_day ORDER BY day, metric, subject
    """
)
_RECENT_EVENTS = text(
    """
    SELECT metric, subject, at, value, labels FROM event
    WHERE device_id = :device_id AND at >= :since_ms ORDER BY at DESC, id DESC LIMIT :most
    """
)


class DayRecord(NamedTuple):
    day: int
    metric: int
    subject: str
    n: int
    failed: int
    total: int


class EventRecord(NamedTuple):
    metric: int
    subject: str
    at: int
    value: int
    labels: str | None


def open_batches(session: Session, most: int) -> list[OpenBatch]:
    """Batches that are not counted yet, in the order of their keys."""
    return [OpenBatch(*row) for row in session.connection().execute(_OPEN, {"most": most})]


def mark(session: Session, roll_id: int, last: OpenBatch) -> int:
    """Mark the open batches up to and including ``last`` as counted by ``roll_id``; how many those were."""
    values = {"roll_id": roll_id, "device_id": last.device_id, "month": last.month, "batch_id": last.batch_id}
    marked: Any = session.connection().execute(_MARK, values)
    return int(marked.rowcount)


def count(session: Session, roll_id: int, now_ms: int) -> None:
    """Add the samples of the marked batches to their days, their events to the events, their devices to the touched."""
    connection = session.connection()
    connection.execute(_ADD_DAYS, {"roll_id": roll_id})
    connection.execute(_ADD_EVENTS, {"roll_id": roll_id})
    connection.execute(_TOUCH, {"roll_id": roll_id, "now": now_ms, "today": now_ms // _DAY_MS})


def touch(session: Session, device_id: int, at: int, since_day: int) -> None:
    """Note that there is something new of the device from ``since_day`` on."""
    session.connection().execute(_TOUCH_ONE, {"device_id": device_id, "at": at, "since_day": since_day})


def history(session: Session, device_id: int, since_day: int) -> list[DayRecord]:
    values = {"device_id": device_id, "since_day": since_day}
    return [DayRecord(*row) for row in session.connection().execute(_HISTORY, values)]


def events(session: Session, device_id: int, since_ms: int, most: int) -> list[EventRecord]:
    values = {"device_id": device_id, "since_ms": since_ms, "most": most}
    return [EventRecord(*row) for row in session.connection().execute(_RECENT_EVENTS, values)]
