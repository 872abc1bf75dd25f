"""What a reply means: a pure judgement, so that no captive portal is ever taken for an acknowledgement."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, TypeVar

import msgspec

from barometer_agent.uplink.backoff import http_date, retry_after_seconds
from barometer_agent.uplink.cause import Cause, reason
from barometer_shared.protocol import (
    MAX_PAUSE_MS,
    MAX_QUESTIONS,
    MAX_TARGETS,
    PROBLEM_TYPE,
    BatchReceipt,
    DeviceConfig,
    Problem,
    Target,
)
from barometer_shared.questions import OpenQuestion

# 4xx that say "later" or "not here" instead of "this batch is wrong".
_PASSING = frozenset({404, 405, 407, 408, 421, 425, 429})
_BUSY = frozenset({408, 425, 429, 500, 502, 503, 504})


class _AnyConfig(msgspec.Struct, frozen=True):
    """What a configuration will always have, also that of a later release which we cannot use."""

    version: str
    interval_seconds: float


_Message = TypeVar("_Message", BatchReceipt, OpenQuestion, Problem, _AnyConfig)


@dataclass(frozen=True)
class Reply:
    """What came back. Names of ``headers`` are lower case; ``body`` is cut at a megabyte."""

    status: int
    headers: Mapping[str, str]
    body: bytes


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
    """The collector will never take this batch."""

    reason: str


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


class _ToldConfig(msgspec.Struct, frozen=True):
    version: str
    interval_seconds: Annotated[int, msgspec.Meta(ge=5, le=3600)]
    targets: Annotated[list[Target], msgspec.Meta(max_length=MAX_TARGETS)] = []
    questions: Annotated[list[msgspec.Raw], msgspec.Meta(max_length=MAX_QUESTIONS)] = []


Verdict = Accepted | Halve | Refused | Unknown | Later


def judge_batch(reply: Reply, batch: str, now: datetime) -> Verdict:
    """What became of ``batch``. Only a 202 with a receipt that names it is an acknowledgement."""
    if reply.status == 202:
        receipt = _decoded(reply.body, BatchReceipt)
        if receipt is not None and receipt.batch == batch:
            return Accepted(receipt.config, min(max(receipt.pause_ms, 0), MAX_PAUSE_MS) / 1000)
        return Later(reason(Cause.SIGN_IN, 202) if receipt is None else reason(Cause.STRANGER, "202 for another batch"))
    if reply.status == 413:
        return Halve(told=problem(reply) is not None)
    return _judge_failure(reply, now)


def judge_config(reply: Reply, now: datetime) -> DeviceConfig | Unchanged | Unusable | Unknown | Later:
    """The configuration, if this reply is one."""
    if reply.status == 304:
        return Unchanged()
    if reply.status == 200:
        return read_config(reply.body) or Unusable(reason(Cause.SIGN_IN, 200))
    failure = _judge_failure(reply, now)
    if isinstance(failure, Refused) or reply.status in (404, 405):
        return Unusable(failure.reason)
    return failure


def read_config(body: bytes | str) -> DeviceConfig | None:
    """A configuration without the questions of a type that this agent does not know; None for anything else."""
    try:
        told = msgspec.json.decode(body, type=_ToldConfig)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    questions = [known for raw in told.questions if (known := _decoded(bytes(raw), OpenQuestion)) is not None]
    return DeviceConfig(told.version, told.interval_seconds, told.targets, questions)


def problem(reply: Reply) -> Problem | None:
    """The collector's own words on what went wrong; None when somebody else is talking."""
    if not reply.headers.get("content-type", "").startswith(PROBLEM_TYPE):
        return None
    return _decoded(reply.body, Problem)


def is_of_collector(reply: Reply) -> bool:
    """Whether the collector itself speaks: whoever stands on the way has a clock of his own."""
    if reply.status == 304:
        return True
    if reply.status == 200:
        return _decoded(reply.body, _AnyConfig) is not None
    known = _decoded(reply.body, BatchReceipt) if reply.status == 202 else None
    return known is not None or problem(reply) is not None


def skew_ms(reply: Reply, now_ms: int) -> int | None:
    """The device's clock minus the server's, by the ``Date`` header, which counts whole seconds."""
    date = http_date(reply.headers.get("date"))
    return None if date is None else now_ms - int(date.timestamp() * 1000) - 500


def _judge_failure(reply: Reply, now: datetime) -> Refused | Unknown | Later:
    told = problem(reply)
    words = f"{reply.status} {told.title}" if told else str(reply.status)
    if told is not None and reply.status in (401, 403):
        return Unknown(words)
    if told is not None and 400 <= reply.status < 500 and reply.status not in _PASSING:
        return Refused(f"{words} {told.detail} {told.field} {told.rule}".strip())
    return Later(reason(_cause(reply.status), words), retry_after_seconds(reply.headers.get("retry-after"), now))


def _cause(status: int) -> Cause:
    if status == 407:
        return Cause.PROXY_PASSWORD
    if status in _BUSY:
        return Cause.BUSY
    return Cause.SIGN_IN if status < 400 or status == 511 else Cause.STRANGER


def _decoded(body: bytes, wanted: type[_Message]) -> _Message | None:
    try:
        return msgspec.json.decode(body, type=wanted)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
