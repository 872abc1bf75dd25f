"""What a reply means: a pure judgement, so that nobody but the collector ever takes or refuses a batch.

Who the collector is, TLS proves; over plain HTTP nothing does, whatever is said.
"""

from dataclasses import dataclass
from datetime import datetime

from barometer_agent.uplink.backoff import retry_after_seconds
from barometer_agent.uplink.cause import Cause, reason
from barometer_agent.uplink.replies import Reply, problem, read_config, read_receipt
from barometer_shared.protocol import MAX_PAUSE_MS, DeviceConfig

# 4xx that say "later" or "not here" instead of "this batch is wrong".
_PASSING = frozenset({404, 405, 407, 408, 421, 425, 429})
_OF_CLOCK = frozenset({"month", "skew_ms", "sealed_at"})
_BUSY = frozenset({408, 425, 429, 500, 502, 503, 504})


@dataclass(frozen=True)
class Accepted:
    """The collector has the batch; ``config`` is the version of its configuration for this device.

    ``pause_seconds`` is what it asks to wait before the next batch.
    """

    config: str
    pause_seconds: float = 0.0


@dataclass(frozen=True)
class Halve:
    """Too large: for the collector where it was ``told`` so, else for something on the way."""

    told: bool = True


@dataclass(frozen=True)
class Refused:
    """The collector will never take this batch; ``of_clock``: for when and by which clock it was sealed."""

    reason: str
    of_clock: bool = False


@dataclass(frozen=True)
class Unknown:
    """The collector does not know this device, or its key was revoked."""

    reason: str


@dataclass(frozen=True)
class Later:
    """No answer of a collector, or one that asks to come back."""

    reason: str
    after_seconds: float | None = None


@dataclass(frozen=True)
class Unchanged:
    """The configuration that we have still holds."""


@dataclass(frozen=True)
class Unusable:
    """The server answers, and has no configuration for us that we can read; batches may go on."""

    reason: str


Verdict = Accepted | Halve | Refused | Unknown | Later


def judge_batch(reply: Reply, batch: str, now: datetime) -> Verdict:
    """What became of ``batch``. Only a 202 with a receipt that names it is an acknowledgement."""
    if reply.status == 202:
        receipt = read_receipt(reply)
        if receipt is not None and receipt.batch == batch:
            return Accepted(receipt.config, min(max(receipt.pause_ms, 0), MAX_PAUSE_MS) / 1000)
        return Later(reason(Cause.SIGN_IN, 202) if receipt is None else reason(Cause.STRANGER, "202 for another batch"))
    if reply.status == 413:
        return Halve(told=problem(reply) is not None)
    return _judge_failure(reply, now)


def judge_config(reply: Reply, now: datetime, etag: str = "") -> DeviceConfig | Unchanged | Unusable | Unknown | Later:
    """The configuration, if this reply is one; ``etag`` is that of the one we have, where it was sent."""
    if reply.status == 304 and etag:
        return Unchanged()
    if reply.status == 200:
        return read_config(reply.body) or Unusable(reason(Cause.SIGN_IN, 200))
    failure = _judge_failure(reply, now)
    if isinstance(failure, Refused) or reply.status in (404, 405):
        return Unusable(failure.reason)
    return failure


def _judge_failure(reply: Reply, now: datetime) -> Refused | Unknown | Later:
    told = problem(reply)
    words = f"{reply.status} {told.title}" if told else str(reply.status)
    if told is not None and reply.status in (401, 403):
        return Unknown(words)
    if told is not None and 400 <= reply.status < 500 and reply.status not in _PASSING:
        return Refused(f"{words} {told.detail} {told.field} {told.rule}".strip(), told.field in _OF_CLOCK)
    return Later(reason(_cause(reply.status), words), retry_after_seconds(reply.headers.get("retry-after"), now))


def _cause(status: int) -> Cause:
    if status == 407:
        return Cause.PROXY_PASSWORD
    if status in _BUSY:
        return Cause.BUSY
    return Cause.SIGN_IN if status < 400 or status == 511 else Cause.STRANGER
