"""Samples into the spool, and the oldest out of it when the quota is reached."""

import logging
import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from barometer_agent.clock import Moment
from barometer_agent.spool import memory
from barometer_agent.spool.checksum import checksum, intact
from barometer_agent.spool.sealing import Row, written
from barometer_shared.metrics import METRICS, Kind
from barometer_shared.questions import Answer
from barometer_shared.samples import Sample

log = logging.getLogger(__name__)

_CHUNK = 200
_MOMENT = "utc_ms, utc_offset_minutes, boot_id, monotonic_ms"


def next_seq(connection: sqlite3.Connection) -> int:
    """The number of the next sample: above all that wait and all that were sealed, so that it never comes twice."""
    highest = connection.execute("SELECT coalesce(max(seq), 0) FROM sample").fetchone()[0]
    return max(int(highest), memory.sealed_through(connection)) + 1


def add_samples(connection: sqlite3.Connection, samples: Iterable[Sample], taken: Moment) -> int:
    """Append, in the order given. Returns how many bytes of the quota they take."""
    when = columns(taken)
    values = [(sample.metric, _lasting(sample), *when, written(sample)) for sample in samples]
    first = next_seq(connection)
    connection.executemany(
        f"INSERT INTO sample (seq, metric, lasting, {_MOMENT}, body, crc) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
        [(seq, *row, checksum("sample", seq, *row)) for seq, row in enumerate(values, first)],
    )
    return sum(len(row[-1]) for row in values)


def add_answer(connection: sqlite3.Connection, answer: Answer, taken: Moment) -> None:
    """Queue one answer."""
    row = *columns(taken), written(answer)
    query = f"INSERT INTO answer ({_MOMENT}, body, crc) VALUES (?, ?, ?, ?, ?, ?)"  # noqa: S608 - our columns
    connection.execute(query, (*row, checksum("answer", *row)))


def waiting_bytes(connection: sqlite3.Connection) -> int:
    """How much of the quota is taken by what waits unsealed. Reads every row: for a full spool a tenth of a second."""
    query = """SELECT coalesce((SELECT sum(length(body)) FROM sample), 0)
                    + coalesce((SELECT sum(length(body)) FROM answer), 0)"""
    return int(connection.execute(query).fetchone()[0])


def most_bytes(connection: sqlite3.Connection) -> int:
    """What ``waiting_bytes`` cannot exceed, at no cost: the pages of the file that are in use."""
    pages, free, size = (
        connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "freelist_count", "page_size")
    )
    return int((pages - free) * size)


def drop_oldest(connection: sqlite3.Connection, excess_bytes: int) -> int:
    """Drop samples until ``excess_bytes`` are freed, gauges before events, and count them by metric.

    Answers and sealed batches stay. Returns the bytes that were freed.
    """
    freed = 0
    while freed < excess_bytes:
        query = "SELECT seq, metric, length(body) FROM sample ORDER BY lasting, seq LIMIT ?"
        rows = connection.execute(query, (_CHUNK,)).fetchall()
        if not rows:
            break
        doomed: Counter[str] = Counter()
        for seq, metric, size in rows:
            if freed >= excess_bytes:
                break
            connection.execute("DELETE FROM sample WHERE seq = ?", (seq,))
            doomed[metric] += 1
            freed += size
        count_dropped(connection, doomed)
    return freed


def count_dropped(connection: sqlite3.Connection, counts: Mapping[str, int]) -> None:
    """Remember how many samples were lost, until the collector has been told."""
    before = dropped(connection) if counts else {}
    for metric, samples in counts.items():
        row = metric, before.get(metric, 0) + samples
        query = "INSERT OR REPLACE INTO dropped (metric, samples, crc) VALUES (?, ?, ?)"
        connection.execute(query, (*row, checksum("dropped", *row)))


def dropped(connection: sqlite3.Connection) -> dict[str, int]:
    """Samples lost per metric and not yet told to the collector."""
    rows = connection.execute("SELECT metric, samples, crc FROM dropped").fetchall()
    return {row[0]: row[1] for row in rows if intact(row[2], "dropped", *row[:2])}


def oldest_samples(connection: sqlite3.Connection, limit: int) -> list[Row]:
    """The first samples in the order in which they came; those that the disk has changed are given up and counted."""
    query = f"SELECT seq, metric, lasting, {_MOMENT}, body, crc FROM sample ORDER BY seq LIMIT ?"  # noqa: S608
    rows = connection.execute(query, (limit,)).fetchall()
    spoilt = [row for row in rows if not intact(row[-1], "sample", *row[:-1])]
    if not spoilt:
        return [Row(row[0], Moment(*row[3:7]), row[7]) for row in rows]
    _give_up(connection, "sample", [row[0] for row in spoilt])
    count_dropped(connection, Counter(row[1] for row in spoilt if row[1] in METRICS))
    return oldest_samples(connection, limit)


def oldest_answers(connection: sqlite3.Connection, limit: int) -> list[Row]:
    """The first answers in the order in which they came; those that the disk has changed are given up and counted."""
    query = f"SELECT seq, {_MOMENT}, body, crc FROM answer ORDER BY seq LIMIT ?"  # noqa: S608 - our columns
    rows = connection.execute(query, (limit,)).fetchall()
    spoilt = [row[0] for row in rows if not intact(row[-1], "answer", *row[1:-1])]
    if not spoilt:
        return [Row(row[0], Moment(*row[1:5]), row[5]) for row in rows]
    _give_up(connection, "answer", spoilt)
    return oldest_answers(connection, limit)


def columns(taken: Moment) -> tuple[int, int, str, int]:
    """A moment as the four columns of a row."""
    return taken.utc_ms, taken.utc_offset_minutes, taken.boot_id, taken.monotonic_ms


def counts(connection: sqlite3.Connection) -> tuple[int, int, int, int, int, int, int, int]:
    """Samples and answers waiting, batches pending, refused and expired, samples dropped and untold, rows lost to the
    disk, answers lost because they were refused twice.
    """
    query = """SELECT (SELECT count(*) FROM sample), (SELECT count(*) FROM answer),
                      (SELECT count(*) FROM batch WHERE state = 'pending'),
                      (SELECT count(*) FROM batch WHERE state IN ('refused', 'lost')),
                      (SELECT count(*) FROM batch WHERE state = 'expired'),
                      (SELECT coalesce(sum(answers), 0) FROM batch WHERE state = 'lost')"""
    *of_tables, lost_answers = connection.execute(query).fetchone()
    samples, answers, pending, refused, expired = of_tables
    untold = sum(dropped(connection).values())
    return samples, answers, pending, refused, expired, untold, memory.lost(connection), lost_answers


def _give_up(connection: sqlite3.Connection, table: str, seqs: Sequence[int]) -> None:
    log.error("spool_rows_damaged table=%s rows=%d", table, len(seqs))
    query = f"DELETE FROM {table} WHERE seq = ?"  # noqa: S608 - one of our two tables
    connection.executemany(query, [(seq,) for seq in seqs])
    memory.add_lost(connection, len(seqs))


def _lasting(sample: Sample) -> int:
    row = METRICS.get(sample.metric)
    return int(row is not None and row.kind is Kind.EVENT)
