"""The spool: one connection, one owner, every change one durable transaction."""

import logging
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from barometer_agent.clock import Moment, Skew
from barometer_agent.spool import database, health, intake, memory, outbox, preferences, prompts
from barometer_agent.spool import folder as folders
from barometer_agent.spool.ballot_box import BallotBox
from barometer_agent.spool.errors import SpoolClosedError, SpoolError
from barometer_agent.spool.health import Health
from barometer_agent.spool.keeper import Keeper
from barometer_agent.spool.outbox import Sent
from barometer_agent.spool.preferences import Preferences
from barometer_agent.spool.prompts import Outcome, Shown
from barometer_agent.spool.quota import Quota
from barometer_agent.spool.runs import Run, Runs
from barometer_agent.spool.sealing import SealedBatch
from barometer_shared.protocol import SPOOL_DAYS
from barometer_shared.questions import Answer
from barometer_shared.samples import AgentFacts, Gap, Sample

log = logging.getLogger(__name__)

T = TypeVar("T")


class Spool:
    """Holds what was measured and answered until the collector has acknowledged it.

    Opened by the service alone; may be used by several of its threads. Raises SpoolBusyError when another
    service works in ``folder``, SpoolClosedError when the spool was closed, and SpoolError when the folder or the disk
    cannot be used: what was asked for is then not done, and may be tried again at any time. It is opened on a disk that
    is full, failing or readable only. Anonymous answers are apart, in ``ballots``.
    """

    def __init__(self, folder: Path, quota_bytes: int, now: Moment) -> None:  # noqa: ARG002 - callers have a clock
        folders.make(folder)
        self._folder = folder
        self._quota = Quota(quota_bytes)
        self._runs = Runs()
        self._mutex = threading.RLock()
        self._closed = False
        self.ballots = BallotBox(folder, self._read, self._change)
        self._lock = folders.lock(folder)
        try:
            self._keeper = Keeper(folder)
        except BaseException:
            self._lock.close()
            raise
        self._health = Health()

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
                self._keeper.close()
                self._lock.close()

    def add(self, sampler: str, samples: Iterable[Sample], cursor: str | None, taken: Moment) -> None:
        """As ``add_all``, of one run."""
        self.add_all([Run(sampler, list(samples), cursor, taken)])

    def add_all(self, runs: Sequence[Run]) -> None:
        """The samples of some runs and where they left off, in one transaction; then the quota is kept.

        Samples without a cursor that cannot be written will not come again: they are counted as dropped.
        """

        def change(connection: sqlite3.Connection) -> int | None:
            return self._quota.keep(connection, self._runs.add(connection, runs))

        with self._mutex:
            try:
                self._quota.counted(self._change(change))
            except SpoolClosedError:
                raise
            except SpoolError:
                self._runs.not_written(runs)
                raise
            self._runs.written()

    def cursor(self, sampler: str) -> str | None:
        """Where ``sampler`` left off."""
        return self._read(lambda connection: memory.cursor(connection, sampler))

    def set_gaps(self, gaps: list[Gap]) -> None:
        """The full set of this laptop's gaps; it goes with the next batch."""
        self._change(lambda connection: memory.set_gaps(connection, gaps))

    def answer(self, answer: Answer, taken: Moment) -> None:
        """Queue an answer, and remember that its account has answered that campaign."""

        def change(connection: sqlite3.Connection) -> None:
            intake.add_answer(connection, answer, taken)
            prompts.record(connection, answer.account, Shown(answer.campaign, taken.utc_ms, Outcome.ANSWERED))

        self._recounted(change)

    def tell(self, told: Answer, taken: Moment) -> None:
        """Queue what somebody said without being asked: no question was shown or answered."""
        self._recounted(lambda connection: intake.add_answer(connection, told, taken))

    def shown(self, account: str, shown: Shown) -> None:
        """Remember that a question was shown and not answered."""
        self._change(lambda connection: prompts.record(connection, account, shown))

    def history(self, account: str) -> list[Shown]:
        """What ``account`` was shown, oldest first."""
        return self._read(lambda connection: prompts.history(connection, account))

    def answered(self, account: str) -> set[str]:
        """The campaigns that ``account`` has answered."""
        return self._read(lambda connection: prompts.answered(connection, account))

    def preferences(self, account: str) -> Preferences:
        """What ``account`` chose about questions."""
        return self._read(lambda connection: preferences.preferences(connection, account))

    def prefer(self, account: str, chosen: Preferences) -> None:
        """Keep what ``account`` chose, so that no damage to the log can bring back what they chose before."""
        with self._mutex:
            self._change(lambda connection: preferences.prefer(connection, account, chosen))
            self._read(database.move_into_file, writes=True)

    def next_batch(
        self, agent: AgentFacts, now: Moment, skew_ms: int | None, before: Skew | None = None
    ) -> SealedBatch | None:
        """What was not acknowledged or not yet sealed, answers first, then the oldest; None when all is sent.

        ``skew_ms`` is how far the clock is off now, ``before`` how far it was in an earlier boot.
        """

        def change(connection: sqlite3.Connection) -> SealedBatch | None:
            sealed = outbox.pending(connection, now.utc_ms)
            if sealed and (sealed.answers or not outbox.answers_wait(connection)):
                return sealed
            return outbox.seal_next(connection, agent, now, skew_ms, before)

        return self._handed_out(change)

    def next_answers(
        self, agent: AgentFacts, now: Moment, skew_ms: int | None, before: Skew | None = None
    ) -> SealedBatch | None:
        """As ``next_batch``, of answers alone unless they are sealed together with samples; None without answers."""

        def change(connection: sqlite3.Connection) -> SealedBatch | None:
            sealed = outbox.pending(connection, now.utc_ms)
            if sealed and sealed.answers:
                return sealed
            return outbox.seal_answers(connection, agent, now, skew_ms, before)

        return self._handed_out(change)

    def unacknowledged(self, now: Moment, *, only_answers: bool = False) -> SealedBatch | None:
        """What is sealed already, in the order of ``next_batch``; nothing new is sealed."""

        def change(connection: sqlite3.Connection) -> SealedBatch | None:
            sealed = outbox.pending(connection, now.utc_ms)
            return sealed if sealed and (sealed.answers or not only_answers) else None

        return self._handed_out(change)

    def waiting_ms(self, now: Moment, skew_ms: int | None) -> int | None:
        """How long the oldest of what waits has done so; None where nothing waits.

        Negative for what an earlier boot spooled with a clock that was ahead. ``skew_ms`` as in ``next_batch``.
        """
        return self._read(lambda connection: outbox.waiting_ms(connection, now, skew_ms))

    def acknowledge(self, batch: str, now: Moment) -> None:
        """The collector has it; its bytes stay for ``sent``."""
        self._recounted(lambda connection: outbox.settle(connection, batch, "acknowledged", now.utc_ms))

    def set_aside(self, batch: str, reason: str, now: Moment) -> None:
        """The collector will never take it; kept, counted in ``health``; its samples are told as dropped.

        Its answers go once more, each alone; those that did are lost.
        """
        self._recounted(lambda connection: outbox.refuse(connection, batch, now, reason))

    def reseal(self, batch: str, now: Moment, skew_ms: int | None, before: Skew | None = None) -> bool:
        """One by the clock as it is known now takes its place; False where that was done before, or may not be.

        For a batch that the collector refused for its month or its clock; arguments as in ``next_batch``.
        """
        return self._recounted(lambda connection: outbox.reseal(connection, batch, now, skew_ms, before))

    def halve(self, batch: SealedBatch, now: Moment) -> bool:
        """Two halves take its place; False when a single item is left, which is then set aside."""

        def change(connection: sqlite3.Connection) -> bool:
            divided = outbox.halve(connection, batch, now.utc_ms)
            if not divided:
                outbox.refuse(connection, batch.id, now, "too large for the collector")
            return divided

        return self._recounted(change)

    def tidy(self, now: Moment) -> int:
        """Let go of what is older than SPOOL_DAYS; ``now`` must be a time that can be trusted.

        Returns how many batches and samples expired unsent; they are counted as dropped.
        """

        def change(connection: sqlite3.Connection) -> int:
            limit = outbox.since(now.utc_ms, SPOOL_DAYS)
            expired = outbox.expire(connection, limit, now) + outbox.expire_samples(connection, limit, now)
            outbox.forget_settled(connection, limit, self._quota.most_bytes)
            return expired

        return self._recounted(change)

    def make_room(self) -> None:
        """Let go of the oldest of what was sent, where it takes more than the quota; that needs no time to trust."""
        self._recounted(lambda connection: outbox.forget_settled(connection, 0, self._quota.most_bytes))

    def sent(self, since_ms: int) -> Iterator[Sent]:
        """What was acknowledged or refused since then, oldest first."""
        seq = 0
        while (row := self._sent_after(since_ms, seq)) is not None:
            seq, batch = row
            yield batch

    def remember(self, name: str, value: str) -> None:
        """Keep a text over restarts."""
        self._change(lambda connection: memory.remember(connection, name, value))

    def recall(self, name: str) -> str | None:
        """The text that was kept under ``name``."""
        return self._read(lambda connection: memory.recall(connection, name))

    def health(self) -> Health:
        """Counts for whoever asks how the spool is."""
        with self._mutex:
            try:
                self._health = self._read(lambda connection: health.examine(connection, self._folder))
            except SpoolClosedError:
                raise
            except SpoolError as error:
                log.debug("spool_not_examined reason=%s", error)
            self._health = self._health._replace(failing=self._keeper.trouble or "")
            return self._health

    def _handed_out(self, change: Callable[[sqlite3.Connection], SealedBatch | None]) -> SealedBatch | None:
        """The batch, once no damage to the log can make its samples wait again: they would be sent a second time."""
        with self._mutex:
            batch = self._recounted(change)
            if batch is not None:
                self._read(database.move_into_file, writes=True)
            return batch

    def _sent_after(self, since_ms: int, seq: int) -> tuple[int, Sent] | None:
        return self._read(lambda connection: outbox.sent(connection, since_ms, seq))

    def _read(self, query: Callable[[sqlite3.Connection], T], *, writes: bool = False) -> T:
        with self._mutex:
            if self._closed:
                raise SpoolClosedError("spool.closed", folder=self._folder)
            return self._keeper.run(query, writes=writes)

    def _change(self, change: Callable[[sqlite3.Connection], T]) -> T:
        def in_transaction(connection: sqlite3.Connection) -> T:
            with database.transaction(connection):
                return change(connection)

        return self._read(in_transaction, writes=True)

    def _recounted(self, change: Callable[[sqlite3.Connection], T]) -> T:
        with self._mutex:
            self._quota.counted(None)
            return self._change(change)
