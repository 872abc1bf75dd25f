"""What came back, and who speaks in it: the collector, or somebody on the way to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, TypeVar

import msgspec

from barometer_agent.uplink.backoff import http_date
from barometer_agent.uplink.words import MOST_OF_A_WORD, plain, plain_problem, plain_question
from barometer_shared.protocol import (
    COLLECTOR_PROBLEM,
    MAX_QUESTIONS,
    MAX_TARGETS,
    PROBLEM_TYPE,
    BatchReceipt,
    DeviceConfig,
    Problem,
    Target,
)
from barometer_shared.questions import OpenQuestion


class _AnyConfig(msgspec.Struct, frozen=True):
    """What a configuration will always have, also that of a later release which we cannot use."""

    version: str
    interval_seconds: float


class _ToldConfig(msgspec.Struct, frozen=True):
    version: str
    interval_seconds: Annotated[int, msgspec.Meta(ge=5, le=3600)]
    targets: Annotated[list[Target], msgspec.Meta(max_length=MAX_TARGETS)] = []
    questions: Annotated[list[msgspec.Raw], msgspec.Meta(max_length=MAX_QUESTIONS)] = []


_Message = TypeVar("_Message", BatchReceipt, OpenQuestion, Problem, _AnyConfig, _ToldConfig)


@dataclass(frozen=True)
class Reply:
    """What came back. Names of ``headers`` are lower case; ``body`` is cut at a megabyte."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def read_receipt(reply: Reply) -> BatchReceipt | None:
    """The receipt of a batch, if this reply is one."""
    return _decoded(reply.body, BatchReceipt) if reply.status == 202 else None


def read_config(body: bytes | str) -> DeviceConfig | None:
    """A configuration without the questions of a type that this agent does not know; None for anything else."""
    told = _decoded(body, _ToldConfig)
    if told is None or plain(told.version, MOST_OF_A_WORD) != told.version:
        return None
    questions = [known for raw in told.questions if (known := _decoded(bytes(raw), OpenQuestion)) is not None]
    return DeviceConfig(told.version, told.interval_seconds, told.targets, list(map(plain_question, questions)))


def problem(reply: Reply) -> Problem | None:
    """The collector's own words on what went wrong, fit for a log.

    None when somebody else is talking, be it in the same form.
    """
    if not reply.headers.get("content-type", "").startswith(PROBLEM_TYPE):
        return None
    told = _decoded(reply.body, Problem)
    return plain_problem(told) if told is not None and told.type == COLLECTOR_PROBLEM else None


def is_of_collector(reply: Reply, etag: str = "") -> bool:
    """Whether the collector itself speaks: whoever stands on the way has a clock of his own.

    A 304 is nobody's word but where ``etag`` was sent.
    """
    if reply.status == 304:
        return bool(etag)
    if reply.status == 200:
        return _decoded(reply.body, _AnyConfig) is not None
    return read_receipt(reply) is not None or problem(reply) is not None


def skew_ms(reply: Reply, now_ms: int) -> int | None:
    """The device's clock minus the server's, by the ``Date`` header, which counts whole seconds."""
    date = http_date(reply.headers.get("date"))
    return None if date is None else now_ms - int(date.timestamp() * 1000) - 500


def _decoded(body: bytes | str, wanted: type[_Message]) -> _Message | None:
    try:
        return msgspec.json.decode(body, type=wanted)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
