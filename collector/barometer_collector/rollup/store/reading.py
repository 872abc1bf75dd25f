"""What pages and scores read of days and events."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from sqlalchemy import text
from sqlmodel import Session

from barometer_collector.database import fetch
from barometer_collector.rollup.rules.counts import COLUMNS, NO_HIGHEST, NO_LOWEST, Counts, IntArray
from barometer_shared.metrics import BUCKETS

_DAY_MS = 86_400_000
_CHUNK = 1_000  # devices a statement
_NUMBERS = ", ".join(
    ["n", "failed", "total", f"COALESCE(lowest, {NO_LOWEST})", f"COALESCE(highest, {NO_HIGHEST})"]
    + [f"b{bucket}" for bucket in range(BUCKETS)]
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
    WHERE device_id = :device_id AND day >= :since_day AND at >= :since_ms ORDER BY at DESC, id DESC LIMIT :most
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


def history(session: Session, device_id: int, since_day: int) -> list[DayRecord]:
    values = {"device_id": device_id, "since_day": since_day}
    return [DayRecord(*row) for row in session.connection().execute(_HISTORY, values)]


def events(session: Session, device_id: int, since_ms: int, most: int) -> list[EventRecord]:
    since_day = since_ms // _DAY_MS - 1  # a local day may begin before that of UTC
    values = {"device_id": device_id, "since_ms": since_ms, "since_day": since_day, "most": most}
    return [EventRecord(*row) for row in session.connection().execute(_RECENT_EVENTS, values)]


def days(session: Session, device_ids: Sequence[int], codes: Sequence[int], first_day: int, last_day: int) -> Counts:
    """The rows of these devices (ascending) and metrics, each day by itself."""
    rows: list[tuple[object, ...]] = []
    for start in range(0, len(device_ids), _CHUNK):
        rows += fetch(session, _days_of(device_ids[start : start + _CHUNK], codes), (first_day, last_day))
    if not rows:
        return _nothing()
    device, day, metric, subject, *numbers = zip(*rows, strict=True)
    known: dict[object, int] = {}
    places = [known.setdefault(each, len(known)) for each in subject]
    return Counts(
        device=np.searchsorted(np.asarray(device_ids, dtype=np.int64), np.array(device, dtype=np.int64)),
        day=np.array(day, dtype=np.int64),
        metric=np.array(metric, dtype=np.int64),
        subject=np.array(places, dtype=np.int64),
        subjects=tuple(str(each) for each in known),
        numbers=np.array(numbers, dtype=np.int64).T.copy(),
    )


def _days_of(device_ids: Sequence[int], codes: Sequence[int]) -> str:
    return (
        f"SELECT device_id, day, metric, subject, {_NUMBERS} FROM device_day "  # noqa: S608 - numbers alone
        f"WHERE device_id IN ({_listed(device_ids)}) AND metric IN ({_listed(codes)}) AND day BETWEEN ? AND ?"
    )


def _listed(numbers: Sequence[int]) -> str:
    return ", ".join(str(int(each)) for each in numbers) or "NULL"


def _nothing() -> Counts:
    def none() -> IntArray:
        return np.zeros(0, dtype=np.int64)

    return Counts(none(), none(), none(), none(), (), np.zeros((0, COLUMNS), dtype=np.int64))
