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

_MOST_ROWS = 50  # in a statement; twice as many are no faster
_OF_A_ROW = ("metric", "subject", "at", "day", "value", "failed", "bucket")
_OF_A_BLOCK = 3
_LABELS = "UPDATE sample SET labels = ? WHERE id = ?"
_NONE: Mapping[int, str] = {}


class SampleBlock(NamedTuple):
    """The samples of a batch: numbered from ``first`` on, in this order. ``arrived`` is the day, since 1970, UTC.

    ``labels`` are those of a row, by its place.
    """

    device_id: int
    first: int
    arrived: int
    rows: Sequence[SampleRow]
    labels: Mapping[int, str] = _NONE


def insert_blocks(driver: Any, blocks: Iterable[SampleBlock]) -> None:
    """Add samples in the transaction of ``driver``, a connection of sqlite3."""
    cursor = driver.cursor()
    execute = cursor.execute
    for device_id, first, arrived, rows, labels in blocks:
        step = _step(len(rows))
        for start in range(0, len(rows), step):
            part = rows[start : start + step]
            values = (device_id, first + start, arrived, *chain.from_iterable(part))
            execute(_statement(len(part)), values)
        if labels:
            cursor.executemany(_LABELS, [(text, first + place) for place, text in labels.items()])


def _step(rows: int) -> int:
    """How many rows for each statement, so that all are about as long."""
    statements = -(-rows // _MOST_ROWS)
    return -(-rows // max(1, statements)) or 1


@lru_cache(maxsize=_MOST_ROWS)
def _statement(rows: int) -> str:
    names, width = ", ".join(_OF_A_ROW), len(_OF_A_ROW)
    marks = (range(_OF_A_BLOCK + 1 + row * width, _OF_A_BLOCK + 1 + (row + 1) * width) for row in range(rows))
    listed = (f"(?1, ?2 + {row}, ?3, {', '.join(f'?{mark}' for mark in own)})" for row, own in enumerate(marks))
    return f"INSERT INTO sample (device_id, id, arrived, {names}) VALUES {', '.join(listed)}"  # noqa: S608 - marks only
