"""One request of the intake, from its bytes to its receipt."""

import time
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from barometer_collector.devices import service as devices
from barometer_collector.devices.rules import DeviceKey
from barometer_collector.errors import ProblemError
from barometer_collector.ingest import drain
from barometer_collector.ingest.arrivals import Arrival, Outcome, UnknownKeyError, prepare, unwanted
from barometer_collector.ingest.body import Budget, OverloadError, decompress, read_body
from barometer_collector.ingest.commit import Committer, busy
from barometer_collector.ingest.decode import decode
from barometer_collector.ingest.envelope import Reading, UnreadableError
from barometer_collector.ingest.limits import Limits
from barometer_collector.ingest.meters import Meters
from barometer_collector.ingest.rules import months_of_ledger, wrong_with_envelope
from barometer_shared.protocol import MAX_BATCH_ANSWERS, MAX_BATCH_SAMPLES, SENT_AT_HEADER, BatchReceipt

MAX_BATCH_GAPS = 200
_TITLES = {
    400: "this batch cannot be read",
    413: "this batch is too large",
    415: "this encoding is not known",
    422: "this batch is not of the expected form",
}
_OUTCOMES = {429: "limited", 503: "unavailable"}
_FIXES = {
    413: "send it in halves that name this batch as their parent",
    415: "send Content-Encoding: gzip or zstd, or none",
}


@dataclass(frozen=True)
class Intake:
    """Takes batches in."""

    committer: Committer
    clock: Callable[[], datetime]
    meters: Meters
    budget: Budget = field(default_factory=Budget)
    limits: Limits = field(default_factory=lambda: Limits(0, time.monotonic))

    async def receive(self, headers: Mapping[str, str], chunks: AsyncIterator[bytes]) -> BatchReceipt:
        """The receipt of the batch in ``chunks``, told only after it is durable. Raises ProblemError."""
        try:
            return await self._receive(headers, chunks)
        except UnreadableError as error:
            self.meters.batches.labels("too_old" if error.field == "month" else "refused").inc()
            raise _problem(error) from None
        except UnknownKeyError:
            self.meters.batches.labels("refused").inc()
            raise devices.unknown_key() from None
        except ProblemError as error:
            outcome = _OUTCOMES.get(error.problem.status, "refused")
            self.meters.batches.labels(outcome).inc()
            raise

    async def _receive(self, headers: Mapping[str, str], chunks: AsyncIterator[bytes]) -> BatchReceipt:
        self.committer.refuse_when_full()
        key = devices.read_key(headers.get("authorization", ""))
        self.limits.keep(key)
        body = await self._body(headers, chunks)
        self.meters.bytes.inc(len(body))
        now = int(self.clock().timestamp() * 1000)
        reading = decode(decompress(body, headers.get("content-encoding", "")))
        arrival = _arrival(key, reading, now, _sent_at(headers.get(SENT_AT_HEADER.lower())))
        began = time.monotonic()
        outcome = await self.committer.commit(arrival)
        pause_ms = drain.pause_ms(time.monotonic() - began, self.committer.waiting)
        self._count(outcome, reading)
        return BatchReceipt(reading.batch.id, outcome.accepted, outcome.quarantined, outcome.config, pause_ms)

    async def _body(self, headers: Mapping[str, str], chunks: AsyncIterator[bytes]) -> bytes:
        try:
            return await read_body(chunks, headers.get("content-length"), self.budget)
        except OverloadError:
            raise busy("too many batches are coming in at once") from None

    def _count(self, outcome: Outcome, reading: Reading) -> None:
        if not outcome.stored:
            self.meters.repeated.inc()
            return
        self.meters.stored.inc()
        self.meters.samples.inc(outcome.accepted)
        for fault in reading.faults:
            self.meters.quarantined.labels(_kind(fault.field)).inc()


def _arrival(key: DeviceKey, reading: Reading, now: int, sent_at: int | None) -> Arrival:
    refusal = _refusal(reading, now)
    return prepare(key, reading, now, sent_at) if refusal is None else unwanted(key, reading, now, refusal)


def _refusal(reading: Reading, now: int) -> UnreadableError | None:
    limits = (
        ("samples", reading.batch.samples, MAX_BATCH_SAMPLES),
        ("answers", reading.batch.answers, MAX_BATCH_ANSWERS),
        ("gaps", reading.batch.gaps or (), MAX_BATCH_GAPS),
    )
    for name, items, limit in limits:
        if len(items) + sum(fault.item.startswith(name) for fault in reading.faults) > limit:
            return UnreadableError(413, name, f"at most {limit}")
    broken = wrong_with_envelope(reading.batch, months_of_ledger(now))
    return None if broken is None else UnreadableError(422, *broken)


def _sent_at(header: str | None) -> int | None:
    is_moment = header is not None and header.isascii() and header.isdigit() and len(header) <= 13
    return int(header) if is_moment and header is not None else None


def _kind(field: str) -> str:
    """ "samples.3.labels" as "samples.labels": a bounded set of names, whatever laptops send."""
    parts = field.split(".")
    return ".".join((parts[0], parts[2])) if len(parts) > 2 and parts[2].isidentifier() else parts[0]


def _problem(error: UnreadableError) -> ProblemError:
    return ProblemError(
        error.status,
        _TITLES[error.status],
        field=error.field,
        rule=error.rule,
        fix=_FIXES.get(error.status, "send what /openapi.json describes; do not send this one again"),
    )
