"""Samples into SQLite, many rows in one statement.

Measured for 100 samples, their share of the commit included: 260 us with ``executemany``, which binds eleven values and
steps once for every row, and 85 us with statements of 50 rows that are given the device, the first number and the day
of arrival once. The interpreter's lock also changes hands twice for each statement instead of twice for each row.
Labels, which few rows have, come after: None is what costs this driver most to bind.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import Any, NamedTuple

from barometer_collector.ingest.rows import SampleRow
from barometer_collector.ingest.rules import DAY_MS

_MOST_ROWS = 50  # in a statement; twice as many are no faster
_COLUMNS = "device_id, id, arrived, metric, subject, at, day, value, failed, bucket"
_OF_A_BLOCK, _OF_A_ROW = 5, 5  # values
_LABELS = "UPDATE sample SET labels = ? WHERE id = ?"
_NONE: Mapping[int, str] = {}


class SampleBlock(NamedTuple):
    """The samples of a batch: numbered from ``first`` on, in this order. ``arrived`` is the day, since 1970, UTC.

    ``skew_ms`` and ``offset_ms`` are those of the batch's clock; ``labels`` are those of a row, by its place.
    """

    device_id: int
    first: int
    arrived: int
    skew_ms: int
    offset_ms: int
    rows: Sequence[SampleRow]
    labels: Mapping[int, str] = _NONE


def insert_blocks(driver: Any, blocks: Iterable[SampleBlock]) -> None:
    """Add samples in the transaction of ``driver``, a connection of sqlite3."""
    cursor = driver.cursor()
    execute = cursor.execute
    for device_id, first, arrived, skew_ms, offset_ms, rows, labels in blocks:
        step = _step(len(rows))
        for start in range(0, len(rows), step):
            part = rows[start : start + step]
            values = (device_id, first + start, arrived, skew_ms, offset_ms - skew_ms, *chain.from_iterable(part))
            execute(_statement(len(part)), values)
        if labels:
            cursor.executemany(_LABELS, [(text, first + place) for place, text in labels.items()])


def _step(rows: int) -> int:
    """How many rows for each statement, so that all are about as long."""
    statements = -(-rows // _MOST_ROWS)
    return -(-rows // max(1, statements)) or 1


@lru_cache(maxsize=_MOST_ROWS)
def _statement(rows: int) -> str:
    """?1 to ?5 are the block's; of each row come the metric, the subject, the moment, the value and the bucket.

    A moment and its day are computed here, as it takes the interpreter five times as long.
    """
    listed = []
    for row in range(rows):
        metric, subject, at, value, bucket = (f"?{_OF_A_BLOCK + row * _OF_A_ROW + place}" for place in range(1, 6))
        day = f"({at} + ?5) / {DAY_MS}"
        listed.append(f"(?1, ?2 + {row}, ?3, {metric}, {subject}, {at} - ?4, {day}, {value}, {bucket} < 0, {bucket})")
    return f"INSERT INTO sample ({_COLUMNS}) VALUES {', '.join(listed)}"  # noqa: S608 - marks only
