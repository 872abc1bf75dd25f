"""The life of a batch: sealed, then acknowledged, halved, set aside or expired; never changed, never lost silently."""

import logging
import sqlite3
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from barometer_agent.clock import Moment, Skew
from barometer_agent.spool import intake, memory, refusals
from barometer_agent.spool.checksum import checksum
from barometer_agent.spool.resealing import resealed
from barometer_agent.spool.schema import SEALED_THROUGH
from barometer_agent.spool.sealing import Envelope, Row, SealedBatch, fitting, halves, remains, seal
from barometer_shared.protocol import MAX_BATCH_SAMPLES
from barometer_shared.samples import AgentFacts

log = logging.getLogger(__name__)

_DAY_MS = 86_400_000
_COLUMNS = "id, body, samples, answers"
KEPT_REFUSED = 200
_DAMAGED = "damaged on this disk"


class Sent(NamedTuple):
    """A batch that left this laptop, and what became of it at ``at_ms``: acknowledged, refused or lost."""

    at_ms: int
    body: bytes
    outcome: str


def pending(connection: sqlite3.Connection, now_ms: int) -> SealedBatch | None:
    """The sealed batch to be sent next: one with answers before all others, then the oldest.

    One whose bytes the disk has changed is set aside, and what was in it counted as lost.
    """
    query = f"SELECT {_COLUMNS} FROM batch WHERE state = 'pending' ORDER BY answers = 0, seq LIMIT 1"  # noqa: S608
    while row := connection.execute(query).fetchone():
        batch = SealedBatch(*row)
        if batch.intact():
            return batch
        log.error("batch_damaged batch=%s samples=%d answers=%d", batch.id, batch.samples, batch.answers)
        memory.add_lost(connection, batch.samples + batch.answers)
        memory.gaps_again(connection)
        settle(connection, batch.id, "refused", now_ms, _DAMAGED)
    return None


def pending_bytes(connection: sqlite3.Connection) -> int:
    """How much of the quota is taken by what is sealed and not yet acknowledged."""
    query = "SELECT coalesce(sum(length(body)), 0) FROM batch WHERE state = 'pending'"
    return int(connection.execute(query).fetchone()[0])


def answers_wait(connection: sqlite3.Connection) -> bool:
    """Whether there are answers that are in no batch yet."""
    return connection.execute("SELECT 1 FROM answer LIMIT 1").fetchone() is not None


def seal_next(
    connection: sqlite3.Connection, agent: AgentFacts, now: Moment, skew_ms: int | None, before: Skew | None = None
) -> SealedBatch | None:
    """Seal what waits, as much as one batch holds; None when there is nothing to say.

    ``skew_ms`` is how far the clock is off now, ``before`` how far it was in an earlier boot.
    """
    waiting, alone = refusals.next_answers(connection)
    if alone:
        return seal_answers(connection, agent, now, skew_ms, before)
    answers, samples = fitting(waiting, intake.oldest_samples(connection, MAX_BATCH_SAMPLES))
    gaps = memory.gaps_due(connection)
    lost = intake.dropped(connection)
    if not answers and not samples and gaps is None and not lost:
        return None
    envelope = Envelope(agent, skew_ms, gaps, lost, month=now.without(skew_ms).month)
    batch = seal(answers, samples, envelope, now, before)
    if samples:
        memory.remember(connection, SEALED_THROUGH, str(samples[-1].seq))
    _insert(connection, [batch], now.without(skew_ms).utc_ms)
    _remove(connection, "answer", answers)
    _remove(connection, "sample", samples)
    connection.execute("DELETE FROM dropped")
    memory.gaps_sealed(connection)
    return batch


def seal_answers(
    connection: sqlite3.Connection, agent: AgentFacts, now: Moment, skew_ms: int | None, before: Skew | None = None
) -> SealedBatch | None:
    """Seal the answers that wait and nothing else; None when there are none."""
    answers, _ = fitting(refusals.next_answers(connection)[0], [])
    if not answers:
        return None
    batch = seal(answers, [], Envelope(agent, skew_ms, month=now.without(skew_ms).month), now, before)
    _insert(connection, [batch], now.without(skew_ms).utc_ms)
    _remove(connection, "answer", answers)
    return batch


def waiting_ms(connection: sqlite3.Connection, now: Moment, skew_ms: int | None) -> int | None:
    """How long the oldest of what waits has done so; None for nothing.

    Rows are as old as the clock of the laptop says, a batch as that of the server: it was sealed by that one.
    """
    first = "SELECT boot_id, utc_ms, monotonic_ms FROM {} ORDER BY seq LIMIT 1"
    rows = (connection.execute(first.format(table)).fetchone() for table in ("sample", "answer"))
    query = "SELECT sealed_ms FROM batch WHERE state = 'pending' ORDER BY seq LIMIT 1"
    batch = connection.execute(query).fetchone()
    ages = [_age_ms(now, *row) for row in rows if row]
    return max([*ages, *([now.without(skew_ms).utc_ms - batch[0]] if batch else [])], default=None)


def settle(connection: sqlite3.Connection, batch: str, state: str, now_ms: int, note: str = "") -> None:
    """A pending batch is done with; its bytes stay for whoever wants to read what was sent."""
    query = "SELECT seq, sealed_ms, samples, answers, through FROM batch WHERE id = ? AND state = 'pending'"
    row = connection.execute(query, (batch,)).fetchone()
    if row is None:
        return
    seq, sealed_ms, samples, answers, through = row
    crc = checksum("batch", batch, state, sealed_ms, now_ms, samples, answers, note, through)
    query = "UPDATE batch SET state = ?, settled_ms = ?, note = ?, crc = ? WHERE seq = ?"
    connection.execute(query, (state, now_ms, note, crc, seq))


def refuse(connection: sqlite3.Connection, batch: str, now: Moment, note: str) -> None:
    """Set a pending batch aside for good; what remains of it tells that its samples are missing, and what it told.

    Its answers wait again, each alone; those that did so already are lost, and the batch is called so.
    """
    query = f"SELECT {_COLUMNS}, sealed_ms FROM batch WHERE state = 'pending' AND id = ?"  # noqa: S608
    row = connection.execute(query, (batch,)).fetchone()
    if row is None:
        return
    refused = SealedBatch(*row[:-1])
    _tell_again(connection, refused, row[-1])
    lost = refusals.take_back(connection, refused.decoded(), now) if refused.answers else 0
    if lost:
        log.error("answers_lost batch=%s answers=%d reason=%s", batch, lost, note)
    settle(connection, batch, "lost" if lost else "refused", now.utc_ms, note)


def halve(connection: sqlite3.Connection, batch: SealedBatch, now_ms: int) -> bool:
    """Two halves take the place of a batch that was too large; False when it cannot be divided."""
    parts = halves(batch.decoded())
    row = connection.execute("SELECT sealed_ms FROM batch WHERE id = ? AND state = 'pending'", (batch.id,)).fetchone()
    if not parts or row is None:
        return False
    settle(connection, batch.id, "halved", now_ms)
    _insert(connection, parts, row[0])
    return True


def reseal(connection: sqlite3.Connection, batch: str, now: Moment, skew_ms: int | None, before: Skew | None) -> bool:
    """A batch by the clock of now takes the place of one that was refused for its own; False where that may not be."""
    query = f"SELECT {_COLUMNS} FROM batch WHERE state = 'pending' AND id = ?"  # noqa: S608
    row = connection.execute(query, (batch,)).fetchone()
    again = resealed(SealedBatch(*row).decoded(), now, skew_ms, before) if row else None
    if again is None:
        return False
    settle(connection, batch, "halved", now.utc_ms, "sealed again, by another clock")
    _insert(connection, [again], now.without(skew_ms).utc_ms)
    return True


def expire(connection: sqlite3.Connection, before_ms: int, now: Moment) -> int:
    """Give up on batches sealed before ``before_ms``: samples are counted as dropped, answers wait again.

    Answers have an id of their own, so that one that did arrive is recognised. What holds no items does not grow old.
    Returns how many batches.
    """
    of_items = "state = 'pending' AND samples + answers > 0"
    query = f"SELECT {_COLUMNS} FROM batch WHERE {of_items} AND sealed_ms < ? ORDER BY seq"  # noqa: S608
    old = [SealedBatch(*row) for row in connection.execute(query, (before_ms,))]
    for batch in filter(SealedBatch.intact, old):
        _tell_again(connection, batch, now.utc_ms)
        content = batch.decoded()
        refusals.wait_again(connection, content.answers, content, now)
        settle(connection, batch.id, "expired", now.utc_ms)
    return len(old)


def expire_samples(connection: sqlite3.Connection, before_ms: int, now: Moment) -> int:
    """Drop, and count, unsealed samples that came before ``before_ms``.

    Those of this boot are as old as its monotonic clock says: the wall clock may have been wrong by years.
    """
    old = "CASE boot_id WHEN ? THEN ? + monotonic_ms ELSE utc_ms END < ?"
    values = now.boot_id, now.utc_ms - now.monotonic_ms, before_ms
    query = f"SELECT metric, count(*) FROM sample WHERE {old} GROUP BY metric"  # noqa: S608 - a constant
    counts = dict(connection.execute(query, values).fetchall())
    if counts:
        intake.count_dropped(connection, counts)
        connection.execute(f"DELETE FROM sample WHERE {old}", values)  # noqa: S608 - a constant
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
    for states in ("'refused', 'expired'", "'lost'"):
        extra = f"SELECT seq FROM batch WHERE state IN ({states}) ORDER BY seq DESC LIMIT -1 OFFSET ?"  # noqa: S608
        connection.execute(f"DELETE FROM batch WHERE seq IN ({extra})", (KEPT_REFUSED,))  # noqa: S608
    connection.execute("PRAGMA incremental_vacuum(64)").fetchall()


def sent(connection: sqlite3.Connection, since_ms: int, after_seq: int) -> tuple[int, Sent] | None:
    """The next batch after ``after_seq`` that was taken or refused since ``since_ms``, with its seq."""
    query = """SELECT seq, settled_ms, body, state FROM batch
               WHERE state IN ('acknowledged', 'refused', 'lost') AND note <> ? AND settled_ms >= ? AND seq > ?
               ORDER BY seq LIMIT 1"""
    row = connection.execute(query, (_DAMAGED, since_ms, after_seq)).fetchone()
    return (row[0], Sent(*row[1:])) if row else None


def since(now_ms: int, days: int) -> int:
    """The moment ``days`` before ``now_ms``."""
    return now_ms - days * _DAY_MS


def _age_ms(now: Moment, boot_id: str, utc_ms: int, monotonic_ms: int) -> int:
    """Of this boot by the monotonic clock: the other one may have been set meanwhile."""
    return now.monotonic_ms - monotonic_ms if boot_id == now.boot_id else now.utc_ms - utc_ms


def _tell_again(connection: sqlite3.Connection, batch: SealedBatch, sealed_ms: int) -> None:
    """A batch is given up, which may have arrived without our hearing so: what remains of it is sent in its place.

    Of one that held no items nothing remains: what it said is said by the next batch, and that ends it.
    """
    content = batch.decoded()
    if content.gaps is not None:
        memory.gaps_again(connection)
    if not batch.samples and not batch.answers:
        intake.count_dropped(connection, content.dropped)
    elif batch.samples or content.dropped:
        _insert(connection, [remains(content)], sealed_ms)


def _insert(connection: sqlite3.Connection, batches: Sequence[SealedBatch], sealed_ms: int) -> None:
    through = memory.sealed_through(connection)
    for batch in batches:
        crc = checksum("batch", batch.id, "pending", sealed_ms, None, batch.samples, batch.answers, "", through)
        connection.execute(
            "INSERT INTO batch (id, state, sealed_ms, samples, answers, body, through, crc)"
            " VALUES (?, 'pending', ?, ?, ?, ?, ?, ?)",
            (batch.id, sealed_ms, batch.samples, batch.answers, batch.body, through, crc),
        )


def _remove(connection: sqlite3.Connection, table: str, rows: Iterable[Row]) -> None:
    query = f"DELETE FROM {table} WHERE seq = ?"  # noqa: S608 - one of our two tables
    connection.executemany(query, [(row.seq,) for row in rows])
