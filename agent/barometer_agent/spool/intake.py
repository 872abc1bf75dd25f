"""Samples into the spool, and the oldest out of it when the quota is reached."""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping

import msgspec

from barometer_agent.clock import Moment
from barometer_agent.spool.sealing import Row
from barometer_shared.metrics import METRICS, Kind
from barometer_shared.samples import Sample

_CHUNK = 200


def add_samples(connection: sqlite3.Connection, samples: Iterable[Sample], taken: Moment) -> int:
    """Append, in the order given. Returns how many bytes of the quota they take."""
    when = columns(taken)
    rows = [(sample.metric, _lasting(sample), *when, msgspec.json.encode(sample)) for sample in samples]
    connection.executemany(
        "INSERT INTO sample (metric, lasting, utc_ms, utc_offset_minutes, boot_id, monotonic_ms, body)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        rows,
    )
    return sum(len(row[-1]) for row in rows)


def waiting_bytes(connection: sqlite3.Connection) -> int:
    """How much of the quota is used: what waits unsealed, and what is sealed and not yet acknowledged."""
    query = """SELECT coalesce((SELECT sum(length(body)) FROM sample), 0)
                    + coalesce((SELECT sum(length(body)) FROM answer), 0)
                    + coalesce((SELECT sum(length(body)) FROM batch WHERE state = 'pending'), 0)"""
    return int(connection.execute(query).fetchone()[0])


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
    connection.executemany(
        "INSERT INTO dropped (metric, samples) VALUES (?, ?)"
        " ON CONFLICT (metric) DO UPDATE SET samples = samples + excluded.samples",
        list(counts.items()),
    )


def dropped(connection: sqlite3.Connection) -> dict[str, int]:
    """Samples lost per metric and not yet told to the collector."""
    return dict(connection.execute("SELECT metric, samples FROM dropped").fetchall())


def oldest(connection: sqlite3.Connection, table: str, limit: int) -> list[Row]:
    """The first rows of ``sample`` or ``answer`` in the order in which they came."""
    columns_read = "seq, utc_ms, utc_offset_minutes, boot_id, monotonic_ms, body"
    query = f"SELECT {columns_read} FROM {table} ORDER BY seq LIMIT ?"  # noqa: S608 - one of our two tables
    return [Row(row[0], Moment(*row[1:5]), row[5]) for row in connection.execute(query, (limit,))]


def columns(taken: Moment) -> tuple[int, int, str, int]:
    """A moment as the four columns of a row."""
    return taken.utc_ms, taken.utc_offset_minutes, taken.boot_id, taken.monotonic_ms


def counts(connection: sqlite3.Connection) -> tuple[int, int, int, int, int, int]:
    """Samples and answers waiting, batches pending, refused and expired, samples dropped and not yet told."""
    query = """SELECT (SELECT count(*) FROM sample), (SELECT count(*) FROM answer),
                      (SELECT count(*) FROM batch WHERE state = 'pending'),
                      (SELECT count(*) FROM batch WHERE state = 'refused'),
                      (SELECT count(*) FROM batch WHERE state = 'expired'),
                      (SELECT coalesce(sum(samples), 0) FROM dropped)"""
    row = connection.execute(query).fetchone()
    return (row[0], row[1], row[2], row[3], row[4], row[5])


def _lasting(sample: Sample) -> int:
    row = METRICS.get(sample.metric)
    return int(row is not None and row.kind is Kind.EVENT)
