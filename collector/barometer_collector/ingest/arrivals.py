"""A batch on its way through the intake: what arrived, what of it will be stored, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from barometer_collector.database import Session
from barometer_collector.devices.rules import DeviceKey
from barometer_collector.ingest.decode import raw_item
from barometer_collector.ingest.envelope import Fault, Reading, UnreadableError
from barometer_collector.ingest.rows import SampleRow, rows_of
from barometer_collector.ingest.rules import (
    Broken,
    Clock,
    clock_of,
    wrong_with_answer,
    wrong_with_gap,
)
from barometer_collector.settings import Settings
from barometer_shared.questions import Answer
from barometer_shared.samples import Batch, Gap

_ROW_BYTES = 250  # a tuple, its two large numbers and its subject


class TimedAnswer(NamedTuple):
    """An answer with the device's skew taken out: ``at`` in milliseconds since 1970 UTC, ``day`` the local day.

    ``respondent`` is the pseudonym of who gave it where the account name is gone already; else it is empty.
    """

    answer: Answer
    at: int
    day: int
    respondent: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """An answer that its campaign does not take: ``index`` in what was offered."""

    index: int
    field: str
    rule: str


class AnswerSink(Protocol):
    """Where answers go, inside the intake's transaction; what it refuses is quarantined."""

    def __call__(
        self, session: Session, settings: Settings, device_id: int, answers: Sequence[TimedAnswer], received_at: int
    ) -> Sequence[Refusal]: ...


@dataclass(slots=True)
class Arrival:
    """A batch that was read and checked, with the key that its sender showed.

    ``refusal`` is why it is not taken in, unless it was before: a laptop that did not hear so counts what it held as
    dropped once it is refused.
    """

    key: DeviceKey
    batch: Batch
    clock: Clock
    rows: list[SampleRow]
    labels: dict[int, str]  # as JSON, by the place in ``rows``
    answers: list[TimedAnswer]
    answer_items: list[str]
    gaps: list[Gap] | None
    faults: list[Fault]
    reading: Reading
    refusal: UnreadableError | None = None

    @property
    def size(self) -> int:
        """About how many bytes are held for it until it is stored."""
        return len(self.reading.body) + _ROW_BYTES * len(self.rows)

    @property
    def accepted(self) -> int:
        return len(self.rows) + len(self.answers) + len(self.gaps or ())


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a batch. ``stored`` is False when it was there already; ``config`` is the version of what its device
    is told."""

    device_id: int
    accepted: int
    quarantined: int
    stored: bool
    config: str = ""


class UnknownKeyError(Exception):
    """The key of this batch is not that of a known device."""


def prepare(key: DeviceKey, reading: Reading, now: int, sent_at: int | None) -> Arrival:
    """Judge every item of a batch; what breaks a rule becomes a fault, with its raw text."""
    batch = reading.batch
    clock = clock_of(batch, now, sent_at)
    faults = reading.faults
    judged = rows_of(batch.samples, reading.sample_numbers, clock)
    faults += [_fault(reading, f"samples.{number}", broken) for number, broken in judged.wrong]
    batch.samples.clear()  # a thousand batches may wait for their commit: each sample is held once, as a row
    answers, items = _answers(reading, clock)
    return Arrival(key, batch, clock, judged.rows, judged.labels, answers, items, _gaps(reading), faults, reading)


def unwanted(key: DeviceKey, reading: Reading, now: int, refusal: UnreadableError) -> Arrival:
    """A batch of which nothing will be stored; it is only asked whether it was stored before."""
    reading.batch.samples.clear()
    return Arrival(key, reading.batch, clock_of(reading.batch, now, None), [], {}, [], [], None, [], reading, refusal)


def refused(arrival: Arrival, refusal: Refusal) -> Fault:
    """The fault of an answer that the sink refused."""
    return _fault(arrival.reading, arrival.answer_items[refusal.index], (refusal.field, refusal.rule))


def _answers(reading: Reading, clock: Clock) -> tuple[list[TimedAnswer], list[str]]:
    good: list[TimedAnswer] = []
    items: list[str] = []
    for number, answer in zip(reading.answer_numbers, reading.batch.answers, strict=True):
        broken = wrong_with_answer(answer, clock)
        if broken is None:
            at = clock.corrected(answer.at)
            good.append(TimedAnswer(answer, at, clock.day(at)))
            items.append(f"answers.{number}")
        else:
            reading.faults.append(_fault(reading, f"answers.{number}", broken))
    return good, items


def _gaps(reading: Reading) -> list[Gap] | None:
    if reading.batch.gaps is None:
        return None
    good: dict[str, Gap] = {}
    for number, gap in zip(reading.gap_numbers, reading.batch.gaps, strict=True):
        broken = wrong_with_gap(gap)
        if broken is None:
            good[gap.metric] = gap
        else:
            reading.faults.append(_fault(reading, f"gaps.{number}", broken))
    return list(good.values())


def _fault(reading: Reading, item: str, broken: Broken) -> Fault:
    return Fault(item, f"{item}.{broken[0]}"[:120], broken[1][:300], raw_item(reading, item))
