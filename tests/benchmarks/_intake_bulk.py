"""The same samples as rows, handed to the database by its driver in this very process: as fast as it can be fed.

    python _intake_bulk.py executemany FILE FIRST SECONDS ROWS
    python _intake_bulk.py copy ADDRESS FIRST SECONDS ROWS

Prepares the batches from number FIRST on, then writes them in transactions of ROWS rows for some seconds, each synced,
and prints how many rows it wrote in how many seconds.
"""

import gc
import json
import sqlite3
import sys
import time
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence

import psycopg
from _intake_samples import HISTORY_MS, Told
from _intake_supply import batches

from barometer_shared.metrics import METRICS

_BATCHES_A_SECOND = 3_000  # are prepared: more than is written
_DAY_MS = 86_400_000
_SQLITE_COLUMNS = ("device_id", "metric", "subject", "at", "day", "value", "failed", "bucket", "labels")
_TYPES = (
    "SELECT column_name, udt_name FROM information_schema.columns WHERE table_name = 'copied' ORDER BY ordinal_position"
)

Row = Sequence[object]
Write = Callable[[Sequence[Row]], None]


def main(kind: str, where: str, first: int, seconds: float, size: int) -> None:
    """Prepare, write, and print what was done."""
    gc.disable()
    if kind == "executemany":
        rows, write = _into_sqlite(where, first, seconds)
    else:
        rows, write = _into_postgres(where, first, seconds)
    written, begun = 0, time.perf_counter()
    while (spent := time.perf_counter() - begun) < seconds and written < len(rows):
        group = rows[written : written + size]
        write(group)
        written += len(group)
    print(json.dumps({"rows": written, "seconds": spent}))


def _into_sqlite(file: str, first: int, seconds: float) -> tuple[list[Row], Write]:
    connection = sqlite3.connect(file, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute(f"CREATE TABLE IF NOT EXISTS sample ({', '.join(_SQLITE_COLUMNS)})")
    connection.execute("CREATE INDEX IF NOT EXISTS sample_device_at ON sample (device_id, at)")
    statement = f"INSERT INTO sample VALUES ({', '.join('?' * len(_SQLITE_COLUMNS))})"  # noqa: S608 - marks only

    def write(rows: Sequence[Row]) -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(statement, rows)
        connection.execute("COMMIT")

    return list(_rows(_SQLITE_COLUMNS, first, seconds)), write


def _into_postgres(address: str, first: int, seconds: float) -> tuple[list[Row], Write]:
    """Into a table of its own with the columns and the indexes of the collector's, in one piece."""
    connection = psycopg.connect(address, autocommit=True)
    connection.execute("CREATE TABLE IF NOT EXISTS copied (LIKE sample INCLUDING ALL)")
    columns, types = zip(*connection.execute(_TYPES).fetchall(), strict=True)
    statement = f"COPY copied ({', '.join(columns)}) FROM STDIN (FORMAT BINARY)"

    def write(rows: Sequence[Row]) -> None:
        with connection.cursor() as cursor, cursor.copy(statement) as copy:
            copy.set_types(types)
            for row in rows:
                copy.write_row(row)

    return list(_rows(columns, first, seconds)), write


def _rows(columns: Sequence[str], first: int, seconds: float) -> Iterator[Row]:
    """Rows as the collector would store them, with the values of ``columns``."""
    start = int(time.time() * 1000) - HISTORY_MS
    count = int(seconds * _BATCHES_A_SECOND)
    for number, each in enumerate(batches(start, first, count), first):
        for value in _values(each, number * len(each.samples)):
            yield tuple(value[column] for column in columns)


def _values(each: Told, first_id: int) -> Iterator[dict[str, object]]:
    for number, sample in enumerate(each.samples):
        metric = METRICS[sample.metric]
        yield {
            "id": first_id + number,
            "device_id": each.laptop.number,
            "metric": metric.code,
            "subject": sample.subject,
            "at": sample.at - 12,
            "day": sample.at // _DAY_MS,
            "arrived": each.sealed_at // _DAY_MS,
            "value": sample.value,
            "failed": int(sample.failed),
            "bucket": bisect_right(metric.edges, sample.value) - 1,
            "labels": json.dumps(sample.labels) if sample.labels else None,
        }


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4]), int(sys.argv[5]))
