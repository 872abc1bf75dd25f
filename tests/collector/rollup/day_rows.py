"""Rows of days as the roll-up writes them, and what a reader tells of them."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import text

from barometer_collector.database import Database
from barometer_collector.rollup.rules.counts import Counts

_NAMES = ["device_id", "day", "metric", "subject", "n", "failed", "total", "lowest", "highest"] + [
    f"b{bucket}" for bucket in range(12)
]
_ADD = text(
    f"""
    INSERT INTO device_day ({", ".join(_NAMES)}) VALUES ({", ".join(f":{name}" for name in _NAMES)})
    ON CONFLICT (device_id, day, metric, subject) DO UPDATE SET
        {", ".join(f"{name} = device_day.{name} + excluded.{name}" for name in _NAMES if name[0] in "nftb")},
        lowest = CASE WHEN device_day.lowest IS NULL OR excluded.lowest < device_day.lowest
                      THEN excluded.lowest ELSE device_day.lowest END,
        highest = CASE WHEN device_day.highest IS NULL OR excluded.highest > device_day.highest
                       THEN excluded.highest ELSE device_day.highest END
    """  # noqa: S608 - names of ours
)


class Counted(NamedTuple):
    """Values of a device, a day, a metric and a subject; each is in the bucket of its last digit."""

    device: int
    day: int
    metric: int = 1
    subject: str = ""
    values: tuple[int, ...] = ()
    failed: int = 0


def put(database: Database, *counted: Counted) -> None:
    """Add these to the open rows, as the roll-up does."""
    if not counted:
        return
    with database.writing() as session:
        session.connection().execute(_ADD, [_row(each) for each in counted])


def told(counts: Counts) -> list[tuple[object, ...]]:
    """The rows: device, day, metric, subject, numbers."""
    return [
        (
            int(counts.device[row]),
            int(counts.day[row]),
            int(counts.metric[row]),
            counts.subjects[counts.subject[row]],
            tuple(counts.numbers[row].tolist()),
        )
        for row in range(len(counts.device))
    ]


def rows_of(database: Database, table: str) -> int:
    with database.reading() as session:
        return int(session.connection().execute(text(f"SELECT count(*) FROM {table}")).scalar_one())  # noqa: S608 - a name of ours


def _row(counted: Counted) -> dict[str, object]:
    values: Sequence[int] = counted.values
    extremes = (min(values), max(values)) if values else (None, None)
    buckets = [sum(value % 10 == bucket for value in values) for bucket in range(12)]
    row = (*counted[:4], len(values), counted.failed, sum(values), *extremes, *buckets)
    return dict(zip(_NAMES, row, strict=True))
