"""Group commit: many requests, one writer, one fsync.

A batch is acknowledged only after the commit that holds it. While one group is being written the next one gathers,
so that the groups grow with the load (measured: one fsync per batch is a tenth of the batches a second).
"""

import asyncio
import logging
import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, Protocol

from barometer_collector.database import CollisionError, Database, DatabaseUnavailableError, DataRefusedError, Session
from barometer_collector.errors import ProblemError
from barometer_collector.ingest import drain
from barometer_collector.ingest.arrivals import Arrival, Outcome, UnknownKeyError
from barometer_collector.ingest.envelope import UnreadableError
from barometer_collector.ingest.meters import Meters
from barometer_collector.ingest.occupation import Occupation, fullness

_log = logging.getLogger(__name__)

MAX_WAITING_BATCHES = 2_048
MAX_WAITING_BYTES = 64 << 20  # as their arrivals say
_GROUP_BATCHES = 64
_GROUP_SAMPLES = 20_000
_RETRY_SECONDS = (2, 20)
_PUT_OFF_IN_A_ROW = 8
_COME_AGAIN = 503
_TURNS = 3  # of a group whose transaction gave way to that of another process
# What a batch brings about by itself. Anything else may be our own mistake, and must not cost anyone a batch.
_OF_THE_BATCH = (DataRefusedError, ValueError, OverflowError)

Result = Outcome | UnknownKeyError | UnreadableError
TakeIn = Callable[[Session, Sequence[Arrival], int], list[Result]]


class Told(Protocol):
    """Knows which version of what it is told a device should have: it rides on every acknowledgement."""

    def look(self, session: Session, device_ids: Sequence[int], now: datetime) -> Any:
        """Read what these devices are told, in the transaction that takes their batches in."""

    def versions(self, look: Any) -> Mapping[int, str]:
        """The version of each, of what was read."""


@dataclass(slots=True)
class _Waiting:
    arrival: Arrival
    future: asyncio.Future[Outcome]
    size: int


class Committer:
    """The one writer of this process. ``start`` and ``stop`` it on the event loop on which ``commit`` is awaited.

    ``take_in(session, arrivals, now_ms)`` stores a group in the session's transaction. ``told`` knows the version of
    what the devices are told, for the whole group at once.
    """

    def __init__(
        self,
        database: Database,
        take_in: TakeIn,
        clock: Callable[[], datetime],
        meters: Meters,
        told: Told | None = None,
    ) -> None:
        self._database, self._take_in, self._clock, self._meters = database, take_in, clock, meters
        self._told = told
        self._queue: SimpleQueue[_Waiting | None] = SimpleQueue()
        self._thread: Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._batches = 0
        self._bytes = 0
        self._batch_seconds = 0.0
        self._began = time.monotonic()
        self._written = 0.0
        self._taken = 0
        self._refused = 0

    def start(self) -> None:
        """Start writing; what was waiting since the last stop is written first."""
        self._loop = asyncio.get_running_loop()
        self._thread = Thread(target=self._run, name="intake-writer", daemon=True)
        self._thread.start()

    async def stop(self) -> None:
        """Commit everything that waits, acknowledge it, and end."""
        thread, self._thread = self._thread, None
        if thread is not None:
            self._queue.put(None)
            await asyncio.to_thread(thread.join)
            await asyncio.sleep(0)  # let the loop hand out the last results

    @property
    def waiting(self) -> int:
        """How many batches wait for their commit."""
        return self._batches

    @property
    def is_full(self) -> bool:
        crowded = self._batches >= MAX_WAITING_BATCHES or self._bytes >= MAX_WAITING_BYTES
        return self._thread is None or crowded or drain.is_long(self._batches, self._batch_seconds)

    def occupation(self) -> Occupation:
        """How full this process has been since it began."""
        seconds = time.monotonic() - self._began
        return Occupation(seconds, time.process_time(), self._written, self._taken, self._refused)

    def refuse_when_full(self) -> None:
        """ProblemError 503 when nothing more can be taken in now."""
        if self.is_full:
            self._refused += 1
            raise busy("the intake is at its limit", drain.retry_seconds(random.random()))  # noqa: S311 - a spread

    async def commit(self, arrival: Arrival) -> Outcome:
        """What came of ``arrival``, once that is durable.

        Raises UnknownKeyError, UnreadableError for one that was refused, and ProblemError: 503 when it could not be
        stored now, 422 when it never can be.
        """
        self.refuse_when_full()
        waiting = _Waiting(arrival, asyncio.get_running_loop().create_future(), arrival.size)
        self._batches += 1
        self._bytes += waiting.size
        self._meters.queue.set(self._batches)
        self._queue.put(waiting)
        return await waiting.future

    def _run(self) -> None:
        while group := self._gather():
            started = time.perf_counter()
            results = self._write(group)
            seconds = time.perf_counter() - started
            self._meters.commit_seconds.observe(seconds)
            self._batch_seconds = drain.smoothed(self._batch_seconds, seconds, len(group))
            self._note(group, seconds)
            assert self._loop is not None  # noqa: S101 - set before the thread starts
            self._loop.call_soon_threadsafe(self._hand_out, group, results)

    def _note(self, group: list[_Waiting], seconds: float) -> None:
        samples = sum(len(waiting.arrival.rows) for waiting in group)
        self._written += seconds * fullness(len(group), samples, _GROUP_BATCHES, _GROUP_SAMPLES)
        self._taken += len(group)

    def _gather(self) -> list[_Waiting]:
        """The next group; empty when it is time to end."""
        first = self._queue.get()
        if first is None:
            return []
        group, samples = [first], len(first.arrival.rows)
        while len(group) < _GROUP_BATCHES and samples < _GROUP_SAMPLES:
            try:
                following = self._queue.get_nowait()
            except Empty:
                break
            if following is None:
                self._queue.put(None)
                break
            group.append(following)
            samples += len(following.arrival.rows)
        return group

    def _write(self, group: list[_Waiting], turns: int = _TURNS) -> list[Result | ProblemError]:
        arrivals = [waiting.arrival for waiting in group]
        try:
            with self._database.writing() as session:
                now = self._clock()
                results = self._take_in(session, arrivals, _ms(now))
                look = self._told and self._told.look(session, _devices(results), now)
        except DatabaseUnavailableError as error:
            if isinstance(error, CollisionError) and turns > 1:
                return self._write(group, turns - 1)
            _log.warning("intake_database_unavailable error=%s", error)
            if len(group) > 1 and self._database_answers():
                return self._one_by_one(group)
            return [busy("the database cannot be used right now")] * len(group)
        except Exception as error:  # noqa: BLE001 - one batch must not take down the others, nor this thread
            if len(group) > 1:
                return self._one_by_one(group)
            _log.exception("intake_batch_failed")
            return [_poisoned() if isinstance(error, _OF_THE_BATCH) else busy("the collector made a mistake")]
        return self._with_versions(results, look)

    def _database_answers(self) -> bool:
        """Then it may be one batch of the group that it could not be used for, or a connection that is gone."""
        try:
            with self._database.writing() as session:
                session.connection().exec_driver_sql("SELECT 1")
        except DatabaseUnavailableError:
            return False
        return True

    def _one_by_one(self, group: list[_Waiting]) -> list[Result | ProblemError]:
        """Each by itself; after some in a row that could not be stored now, the rest is to come again."""
        results: list[Result | ProblemError] = []
        put_off = 0
        for waiting in group:
            tried = put_off < _PUT_OFF_IN_A_ROW
            results += self._write([waiting]) if tried else [busy("the database cannot be used right now")]
            last = results[-1]
            put_off = put_off + 1 if isinstance(last, ProblemError) and last.problem.status == _COME_AGAIN else 0
        return results

    def _with_versions(self, results: list[Result], look: Any) -> list[Result | ProblemError]:
        """What is durable is acknowledged in any case: a device that is told no version asks for its configuration."""
        try:
            versions = self._told.versions(look) if self._told else {}
        except Exception:  # noqa: BLE001 - whatever it is, the batches are stored
            _log.exception("intake_versions_failed")
            versions = {}
        return [
            replace(each, config=versions.get(each.device_id, "")) if isinstance(each, Outcome) else each
            for each in results
        ]

    def _hand_out(self, group: list[_Waiting], results: list[Result | ProblemError]) -> None:
        for waiting, result in zip(group, results, strict=True):
            self._batches -= 1
            self._bytes -= waiting.size
            if waiting.future.done():  # whoever asked has gone
                continue
            if isinstance(result, Outcome):
                waiting.future.set_result(result)
            else:
                waiting.future.set_exception(result)
        self._meters.queue.set(self._batches)


def busy(title: str, seconds: int | None = None) -> ProblemError:
    """503 with a moment to come back that differs per caller, so that they do not all come back at once."""
    after = random.randint(*_RETRY_SECONDS) if seconds is None else seconds  # noqa: S311 - a spread, not a secret
    return ProblemError(
        503,
        title,
        rule="nothing of this batch was stored",
        fix="send the same batch again after Retry-After",
        headers={"Retry-After": str(after)},
    )


def _devices(results: Sequence[Result]) -> list[int]:
    return sorted({each.device_id for each in results if isinstance(each, Outcome)})


def _poisoned() -> ProblemError:
    return ProblemError(
        422,
        "this batch cannot be stored",
        field="body",
        rule="a batch that the database accepts; the collector's log says more",
        fix="report it to the makers of Barometer; sending it again will not help",
    )


def _ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
