"""The life of a batch: sealed, then acknowledged, halved, set aside or expired; never changed, never lost silently."""

import sqlite3
from collections.abc import Iterable, Sequence

import msgspec

from barometer_agent.clock import Moment
from barometer_agent.spool import intake, memory
from barometer_agent.spool.sealing import Envelope, Row, SealedBatch, fitting, halves, seal
from barometer_shared.protocol import MAX_BATCH_ANSWERS, MAX_BATCH_SAMPLES
from barometer_shared.samples import AgentFacts

_DAY_MS = 86_400_000
_COLUMNS = "id, body, samples, answers"
KEPT_REFUSED = 200


def oldest_pending(connection: sqlite3.Connection) -> SealedBatch | None:
    """The batch to be sent next."""
    query = f"SELECT {_COLUMNS} FROM batch WHERE state = 'pending' ORDER BY seq LIMIT 1"  # noqa: S608
    row = connection.execute(query).fetchone()
    return SealedBatch(*row) if row else None


def seal_next(
    connection: sqlite3.Connection, agent: AgentFacts, now: Moment, skew_ms: int | None
) -> SealedBatch | None:
    """Seal what waits, as much as one batch holds; None when there is nothing to say."""
    answers, samples = fitting(
        intake.oldest(connection, "answer", MAX_BATCH_ANSWERS), intake.oldest(connection, "sample", MAX_BATCH_SAMPLES)
    )
    gaps = memory.gaps_due(connection)
    lost = intake.dropped(connection)
    if not answers and not samples and gaps is None and not lost:
        return None
    batch = seal(answers, samples, Envelope(agent, skew_ms, gaps, lost), now)
    _insert(connection, [batch], now.utc_ms)
    _remove(connection, "answer", answers)
    _remove(connection, "sample", samples)
    connection.execute("DELETE FROM dropped")
    memory.gaps_sealed(connection)
    return batch


def settle(connection: sqlite3.Connection, batch: str, state: str, now_ms: int, note: str = "") -> None:
    """A pending batch is done with; its bytes stay for whoever wants to read what was sent."""
    connection.execute(
        "UPDATE batch SET state = ?, settled_ms = ?, note = ? WHERE id = ? AND state = 'pending'",
        (state, now_ms, note, batch),
    )


def refuse(connection: sqlite3.Connection, batch: str, now_ms: int, note: str) -> None:
    """Set a pending batch aside for good; the next one tells that its samples are missing, and what else it told."""
    query = f"SELECT {_COLUMNS} FROM batch WHERE state = 'pending' AND id = ?"  # noqa: S608
    row = connection.execute(query, (batch,)).fetchone()
    if row:
        _tell_again(connection, SealedBatch(*row))
        settle(connection, batch, "refused", now_ms, note)


def halve(connection: sqlite3.Connection, batch: SealedBatch, now_ms: int) -> bool:
    """Two halves take the place of a batch that was too large; False when it cannot be divided."""
    parts = halves(batch.decoded())
    if not parts:
        return False
    settle(connection, batch.id, "halved", now_ms)
    _insert(connection, parts, now_ms)
    return True


def expire(connection: sqlite3.Connection, before_ms: int, now: Moment) -> int:
    """Give up on batches sealed before ``before_ms``: samples are counted as dropped, answers wait again.

    Answers have an id of their own, so that one that did arrive is recognised. Returns how many batches.
    """
    query = f"SELECT {_COLUMNS} FROM batch WHERE state = 'pending' AND sealed_ms < ? ORDER BY seq"  # noqa: S608
    old = [SealedBatch(*row) for row in connection.execute(query, (before_ms,))]
    for batch in old:
        _tell_again(connection, batch)
        for answer in batch.decoded().answers:
            add_answer(connection, msgspec.json.encode(answer), now)
        settle(connection, batch.id, "expired", now.utc_ms)
    return len(old)


def expire_samples(connection: sqlite3.Connection, before_ms: int) -> int:
    """Drop, and count, unsealed samples that came before ``before_ms``."""
    query = "SELECT metric, count(*) FROM sample WHERE utc_ms < ? GROUP BY metric"
    counts = dict(connection.execute(query, (before_ms,)).fetchall())
    if counts:
        intake.count_dropped(connection, counts)
        connection.execute("DELETE FROM sample WHERE utc_ms < ?", (before_ms,))
    return sum(counts.values())


def forget_settled(connection: sqlite3.Connection, before_ms: int, most_bytes: int) -> None:
    """Remove what was sent before ``before_ms``, and the oldest of it while it takes more than ``most_bytes``."""
    connection.execute("DELETE FROM batch WHERE state IN ('acknowledged', 'halved') AND settled_ms < ?", (before_ms,))
    query = "SELECT seq, length(body) FROM batch WHERE state IN ('acknowledged', 'halved') ORDER BY seq DESC"
    total = 0
    for seq, size in connection.execute(query).fetchall():
        total += size
        if total > most_bytes:
            connection.execute("DELETE FROM batch WHERE seq = ?", (seq,))
    extra = "SELECT seq FROM batch WHERE state IN ('refused', 'expired') ORDER BY seq DESC LIMIT -1 OFFSET ?"
    connection.execute(f"DELETE FROM batch WHERE seq IN ({extra})", (KEPT_REFUSED,))  # noqa: S608
    connection.execute("PRAGMA incremental_vacuum(64)").fetchall()


def acknowledged(connection: sqlite3.Connection, since_ms: int, after_seq: int) -> tuple[int, int, bytes] | None:
    """The next batch that was sent since ``since_ms``, as (seq, settled_ms, body)."""
    query = """SELECT seq, settled_ms, body FROM batch
               WHERE state = 'acknowledged' AND settled_ms >= ? AND seq > ? ORDER BY seq LIMIT 1"""
    row = connection.execute(query, (since_ms, after_seq)).fetchone()
    return (row[0], row[1], row[2]) if row else None


def add_answer(connection: sqlite3.Connection, body: bytes, taken: Moment) -> None:
    """Queue one answer."""
    connection.execute(
        "INSERT INTO answer (utc_ms, utc_offset_minutes, boot_id, monotonic_ms, body) VALUES (?, ?, ?, ?, ?)",
        (*intake.columns(taken), body),
    )


def since(now_ms: int, days: int) -> int:
    """The moment ``days`` before ``now_ms``."""
    return now_ms - days * _DAY_MS


def _tell_again(connection: sqlite3.Connection, batch: SealedBatch) -> None:
    """A batch that never arrives: its samples are dropped, and what it said of drops and gaps is still to be said."""
    content = batch.decoded()
    intake.count_dropped(connection, batch.metrics())
    intake.count_dropped(connection, content.dropped)
    if content.gaps is not None:
        memory.gaps_again(connection)


def _insert(connection: sqlite3.Connection, batches: Sequence[SealedBatch], sealed_ms: int) -> None:
    connection.executemany(
        "INSERT INTO batch (id, state, sealed_ms, samples, answers, body) VALUES (?, 'pending', ?, ?, ?, ?)",
        [(batch.id, sealed_ms, batch.samples, batch.answers, batch.body) for batch in batches],
    )


def _remove(connection: sqlite3.Connection, table: str, rows: Iterable[Row]) -> None:
    query = f"DELETE FROM {table} WHERE seq = ?"  # noqa: S608 - one of our two tables
    connection.executemany(query, [(row.seq,) for row in rows])
