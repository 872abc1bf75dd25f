"""The spool: one connection, one owner, every change one durable transaction."""

import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self, TypeVar

import msgspec

from barometer_agent.clock import Moment
from barometer_agent.spool import database, intake, memory, outbox, prompts
from barometer_agent.spool.database import SpoolError
from barometer_agent.spool.prompts import Outcome, Shown
from barometer_agent.spool.sealing import SealedBatch
from barometer_shared.protocol import SPOOL_DAYS
from barometer_shared.questions import Answer
from barometer_shared.samples import AgentFacts, Gap, Sample

T = TypeVar("T")


class Health(NamedTuple):
    """How the spool is; ``refused`` are batches that the collector would not take, kept here."""

    samples: int
    answers: int
    pending_batches: int
    refused: int
    expired: int
    dropped: int
    waiting_bytes: int
    unreadable: list[str]


class Spool:
    """Holds what was measured and answered until the collector has acknowledged it.

    Opened by the service alone; may be used by several of its threads. Raises SpoolBusyError when another
    service works in ``folder``, SpoolError when the folder cannot be used or the spool was closed.
    """

    def __init__(self, folder: Path, quota_bytes: int, now: Moment) -> None:
        database.make_folder(folder)
        self._folder = folder
        self._quota = quota_bytes
        self._mutex = threading.RLock()
        self._closed = False
        self._lock = database.lock(folder)
        try:
            self._connection = database.open_database(folder, now.utc.strftime("%Y%m%dT%H%M%SZ"))
        except BaseException:
            self._lock.close()
            raise
        self._waiting = intake.waiting_bytes(self._connection)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Write everything down and let go of the folder; closing again changes nothing."""
        with self._mutex:
            if not self._closed:
                self._closed = True
                self._connection.close()
                self._lock.close()

    def add(self, sampler: str, samples: Iterable[Sample], cursor: str | None, taken: Moment) -> None:
        """The samples of one run and where it left off, in one transaction; then the quota is kept."""

        def change(connection: sqlite3.Connection) -> int:
            added = intake.add_samples(connection, samples, taken)
            if cursor is not None:
                memory.set_cursor(connection, sampler, cursor)
            excess = self._waiting + added - self._quota
            return added - (intake.drop_oldest(connection, excess) if excess > 0 else 0)

        with self._mutex:
            self._waiting += self._change(change)

    def cursor(self, sampler: str) -> str | None:
        """Where ``sampler`` left off."""
        return self._read(lambda connection: memory.cursor(connection, sampler))

    def set_gaps(self, gaps: list[Gap]) -> None:
        """The full set of this laptop's gaps; it goes with the next batch."""
        self._change(lambda connection: memory.set_gaps(connection, gaps))

    def answer(self, answer: Answer, taken: Moment) -> None:
        """Queue an answer, and remember that its account has answered that campaign."""

        def change(connection: sqlite3.Connection) -> int:
            body = msgspec.json.encode(answer)
            outbox.add_answer(connection, body, taken)
            prompts.record(connection, answer.account, Shown(answer.campaign, taken.utc_ms, Outcome.ANSWERED))
            return len(body)

        with self._mutex:
            self._waiting += self._change(change)

    def shown(self, account: str, shown: Shown) -> None:
        """Remember that a question was shown and not answered."""
        self._change(lambda connection: prompts.record(connection, account, shown))

    def history(self, account: str) -> list[Shown]:
        """What ``account`` was shown, oldest first."""
        return self._read(lambda connection: prompts.history(connection, account))

    def answered(self, account: str) -> set[str]:
        """The campaigns that ``account`` has answered."""
        return self._read(lambda connection: prompts.answered(connection, account))

    def next_batch(self, agent: AgentFacts, now: Moment, skew_ms: int | None) -> SealedBatch | None:
        """The oldest batch that was not acknowledged, or a newly sealed one; None when all is sent."""

        def change(connection: sqlite3.Connection) -> SealedBatch | None:
            waiting = outbox.oldest_pending(connection)
            return waiting or outbox.seal_next(connection, agent, now, skew_ms)

        return self._recounted(change)

    def acknowledge(self, batch: str, now: Moment) -> None:
        """The collector has it; its bytes stay for ``sent``."""
        self._recounted(lambda connection: outbox.settle(connection, batch, "acknowledged", now.utc_ms))

    def set_aside(self, batch: str, reason: str, now: Moment) -> None:
        """The collector will never take it; kept, counted in ``health``, and its samples told as dropped."""
        self._recounted(lambda connection: outbox.refuse(connection, batch, now.utc_ms, reason))

    def halve(self, batch: SealedBatch, now: Moment) -> bool:
        """Two halves take its place; False when a single item is left, which is then set aside."""

        def change(connection: sqlite3.Connection) -> bool:
            divided = outbox.halve(connection, batch, now.utc_ms)
            if not divided:
                outbox.refuse(connection, batch.id, now.utc_ms, "too large for the collector")
            return divided

        return self._recounted(change)

    def tidy(self, now: Moment) -> int:
        """Let go of what is older than SPOOL_DAYS; ``now`` must be a time that can be trusted.

        Returns how many batches and samples expired unsent; they are counted as dropped.
        """

        def change(connection: sqlite3.Connection) -> int:
            limit = outbox.since(now.utc_ms, SPOOL_DAYS)
            expired = outbox.expire(connection, limit, now) + outbox.expire_samples(connection, limit)
            outbox.forget_settled(connection, limit, self._quota)
            return expired

        return self._recounted(change)

    def sent(self, since_ms: int) -> Iterator[tuple[int, bytes]]:
        """What was acknowledged since then, oldest first: (acknowledged at in ms, gzipped batch)."""
        seq = 0
        while (row := self._sent_after(since_ms, seq)) is not None:
            seq = row[0]
            yield row[1], row[2]

    def remember(self, name: str, value: str) -> None:
        """Keep a text over restarts."""
        self._change(lambda connection: memory.remember(connection, name, value))

    def recall(self, name: str) -> str | None:
        """The text that was kept under ``name``."""
        return self._read(lambda connection: memory.recall(connection, name))

    def health(self) -> Health:
        """Counts for whoever asks how the spool is."""
        row = self._read(intake.counts)
        return Health(*row, self._waiting, database.moved_aside(self._folder))

    def _sent_after(self, since_ms: int, seq: int) -> tuple[int, int, bytes] | None:
        return self._read(lambda connection: outbox.acknowledged(connection, since_ms, seq))

    def _read(self, query: Callable[[sqlite3.Connection], T]) -> T:
        with self._mutex:
            if self._closed:
                raise SpoolError(f"the spool in {self._folder} is closed: start the service again")
            return query(self._connection)

    def _change(self, change: Callable[[sqlite3.Connection], T]) -> T:
        def in_transaction(connection: sqlite3.Connection) -> T:
            with database.transaction(connection):
                return change(connection)

        return self._read(in_transaction)

    def _recounted(self, change: Callable[[sqlite3.Connection], T]) -> T:
        with self._mutex:
            result = self._change(change)
            self._waiting = intake.waiting_bytes(self._connection)
            return result
