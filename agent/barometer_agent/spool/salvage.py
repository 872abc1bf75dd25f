"""A new spool of what is intact in a damaged one.

Rows are taken from the pages themselves and not through SQLite, whose trees may be what is damaged; the sum of a row
says whether it is whole and to which table it belongs. A sample that was sealed is never taken: its batch has it.
"""

import logging
import os
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from barometer_agent.spool import intake, memory, pages, preferences, quarantine, schema, tickets, wal
from barometer_agent.spool.checksum import checksum
from barometer_agent.spool.database import FILE, PAGE_BYTES, WAL
from barometer_agent.spool.pages import Row, Value
from barometer_agent.spool.sealing import SealedBatch
from barometer_shared.metrics import METRICS

log = logging.getLogger(__name__)

# What lies in a record of each table, by whether its rows are numbered and how many columns it has.
_NUMBERED = {6: "prompt", 7: "answer", 9: "sample", 11: "batch"}
_NAMED = {3: ("cursor", "dropped", "memory"), 6: ("ballot",), 7: ("ticket",)}
_CACHE_KIB = 8192  # rows come in no order: with less, a full spool takes several times as long
_BODY = 8  # the column of a batch
# The second copies in the indexes: (lasting, seq, metric, seq) of a sample, (state, seq, samples, answers, seq) of a
# batch. A page that is not used any more may still hold that of a batch forgotten long ago, which is then counted too.
_SAMPLE_COPY, _BATCH_COPY = 4, 5
_EXPECTED = "CREATE TABLE expected (seq INTEGER PRIMARY KEY, metric TEXT NOT NULL)"
_MISSING = """SELECT metric, count(*) FROM expected
              WHERE seq > ? AND seq NOT IN (SELECT seq FROM sample) GROUP BY metric"""


def replace(folder: Path) -> None:
    """Put a spool with what is intact in the place of the damaged one, which is kept under another name.

    Nobody may have it open. Raises sqlite3.Error or OSError where the new one cannot be written; the old one is then
    as it was.
    """
    try:
        _build(folder, _rows(folder))
    except (sqlite3.Error, OSError):
        raise
    except Exception as error:  # noqa: BLE001 - no damage that we did not foresee may stop the laptop for ever
        log.error("spool_not_salvaged kind=%s", type(error).__name__)  # noqa: TRY400 - the kind says it all
        _build(folder, ())
    log.error("spool_replaced kept_as=%s", quarantine.replace(folder))


def _rows(folder: Path) -> Iterator[Row]:
    newer = wal.read(folder / WAL, PAGE_BYTES)
    return pages.open_pages(folder / FILE, PAGE_BYTES, newer.pages, newer.page_count)


def _build(folder: Path, rows: Iterable[Row]) -> None:
    path = folder / quarantine.SALVAGED
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        # Without a journal: what is cut off halfway is thrown away, and the whole is synced below.
        for setting in (f"page_size = {PAGE_BYTES}", "auto_vacuum = INCREMENTAL", "journal_mode = OFF"):
            connection.execute(f"PRAGMA {setting}").close()
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        schema.prepare(connection)
        connection.execute("BEGIN")
        _fill(connection, rows)
        connection.execute("COMMIT")
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _fill(connection: sqlite3.Connection, rows: Iterable[Row]) -> None:
    connection.execute(_EXPECTED)
    pending: dict[int, int] = {}  # how many items are in a batch that waits, by its seq
    held: list[tuple[Value, ...]] = []
    people: list[int] = []
    for row in rows:
        if table := _table_of(row):
            if table == "batch" and row.values[2] == "pending":
                pending[row.seq or 0] = int(row.values[5] or 0) + int(row.values[6] or 0)
            if table == "memory" and row.values[0] == schema.PEOPLE:
                people.append(int(row.values[1] or 0))
            elif table == "ticket":
                held.append(row.values)
            else:
                _take(connection, table, row)
        elif _is_copy_of_sample(row):
            connection.execute("INSERT OR IGNORE INTO expected VALUES (?, ?)", row.values[1:3])
        elif waiting := _copy_of_batch(row):
            pending.setdefault(*waiting)
    through = memory.sealed_through(connection)
    connection.execute("DELETE FROM sample WHERE seq <= ?", (through,))
    missing = Counter(dict(connection.execute(_MISSING, (through,)).fetchall()))
    connection.execute("DROP TABLE expected")
    found = {seq for (seq,) in connection.execute("SELECT seq FROM batch")}
    gone = {seq: items for seq, items in pending.items() if seq not in found}
    intake.count_dropped(connection, {metric: count for metric, count in missing.items() if metric in METRICS})
    memory.add_lost(connection, missing.total() + sum(gone.values()))
    memory.gaps_again(connection)
    tickets.restore(connection, held)
    preferences.count_lost(connection, max(people, default=None))
    samples = connection.execute("SELECT count(*) FROM sample").fetchone()[0]
    text = "spool_salvaged samples=%d samples_lost=%d items_lost_in_batches=%d batches_lost=%d"
    log.error(text, samples, missing.total(), sum(gone.values()), len(gone))


def _table_of(row: Row) -> str | None:
    """The table whose row this is, whole and unchanged."""
    values, crc = row.values, row.values[-1] if row.values else None
    if row.seq is not None:
        table = _NUMBERED.get(len(values))
        return table if table and crc == checksum(table, *_summed(table, row)) else None
    return next((table for table in _NAMED.get(len(values), ()) if crc == checksum(table, *values[:-1])), None)


def _summed(table: str, row: Row) -> tuple[Value, ...]:
    columns = row.values[1:-1]  # the first is the number, which lies outside of the record
    if table == "sample":
        return (row.seq, *columns)
    return columns[: _BODY - 1] + columns[_BODY:] if table == "batch" else columns


def _take(connection: sqlite3.Connection, table: str, row: Row) -> None:
    """Not a batch whose bytes are damaged."""
    if table == "batch" and not _is_whole(row):
        return
    values = row.values if row.seq is None else (row.seq, *row.values[1:])
    places = ", ".join("?" * len(values))
    connection.execute(f"INSERT OR IGNORE INTO {table} VALUES ({places})", values)  # noqa: S608 - our tables


def _is_whole(row: Row) -> bool:
    _, identity, _, _, _, samples, answers, _, body, *_ = row.values
    return isinstance(body, bytes) and SealedBatch(str(identity), body, int(samples or 0), int(answers or 0)).intact()


def _is_copy_of_sample(row: Row) -> bool:
    values = row.values
    return (
        row.seq is None
        and len(values) == _SAMPLE_COPY
        and values[0] in (0, 1)
        and isinstance(values[1], int)
        and values[1] == values[3]
        and isinstance(values[2], str)
    )


def _copy_of_batch(row: Row) -> tuple[int, int] | None:
    """The seq of a batch that waits, and how many items are in it."""
    if row.seq is not None or len(row.values) != _BATCH_COPY or row.values[0] != "pending":
        return None
    numbers = [value for value in row.values[1:] if isinstance(value, int)]
    if (
        len(numbers) < _BATCH_COPY - 1
        or numbers[0] != numbers[3]
        or not all(0 <= each < 1 << 20 for each in numbers[1:3])
    ):
        return None
    return numbers[0], numbers[1] + numbers[2]
