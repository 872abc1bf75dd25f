"""Making a batch, and making two of one: pure functions over rows that the store has read."""

import gzip
import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import msgspec

from barometer_agent.clock import Moment, corrected
from barometer_shared.protocol import MAX_BATCH_ANSWERS, MAX_BATCH_SAMPLES
from barometer_shared.questions import Answer
from barometer_shared.samples import AgentFacts, Batch, Gap, Sample

# A quarter of what the collector takes in one body, so that a batch passes proxies with small limits too.
MAX_BATCH_JSON_BYTES = 256 * 1024
_ENVELOPE_BYTES = 4 * 1024


@dataclass(frozen=True)
class Row:
    """A sample or an answer as the spool holds it: when it came, and its JSON."""

    seq: int
    taken: Moment
    body: bytes


@dataclass(frozen=True)
class SealedBatch:
    """A batch as it travels: ``body`` is gzipped JSON and never changes."""

    id: str
    body: bytes
    samples: int
    answers: int

    def decoded(self) -> Batch:
        """What is in it."""
        return msgspec.json.decode(gzip.decompress(self.body), type=Batch)

    def metrics(self) -> Counter[str]:
        """How many samples of each metric are in it."""
        return Counter(sample.metric for sample in self.decoded().samples)


@dataclass(frozen=True)
class Envelope:
    """What goes into a batch besides samples and answers."""

    agent: AgentFacts
    skew_ms: int | None = None
    gaps: list[Gap] | None = None
    dropped: dict[str, int] = field(default_factory=dict)


def fitting(answers: Sequence[Row], samples: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """The first rows that may travel together: one time zone and one boot, within the limits; answers first."""
    head = next(iter([*answers, *samples]), None)
    if head is None:
        return [], []
    room = max(MAX_BATCH_JSON_BYTES - _ENVELOPE_BYTES, len(head.body) + 1)  # the first one always goes
    first, room = _run(answers[:MAX_BATCH_ANSWERS], head.taken, room)
    second, _ = _run(samples[:MAX_BATCH_SAMPLES], head.taken, room)
    return first, second


def seal(answers: Sequence[Row], samples: Sequence[Row], envelope: Envelope, sealed: Moment) -> SealedBatch:
    """A batch of these rows, its samples dated by the clock as it is now."""
    first = next(iter([*answers, *samples]), None)
    taken = first.taken if first else sealed
    return pack(
        Batch(
            id=uuid.uuid4().hex,
            month=sealed.month,
            sealed_at=sealed.utc_ms,
            utc_offset_minutes=taken.utc_offset_minutes,
            boot_id=taken.boot_id,
            agent=envelope.agent,
            skew_ms=envelope.skew_ms,
            samples=[_sample(row, sealed) for row in samples],
            answers=[_answer(row, sealed) for row in answers],
            gaps=envelope.gaps,
            dropped=envelope.dropped,
        )
    )


def halves(batch: Batch) -> list[SealedBatch]:
    """Two batches with the same content and this one as their parent; none when there is nothing to divide.

    They keep the parent's month, so that the collector finds the parent under the same key. Gaps and the
    counts of dropped samples go with the first.
    """
    items: list[Sample | Answer] = [*batch.answers, *batch.samples]
    if len(items) < 2:
        return []
    middle = len(items) // 2
    return [pack(_part(batch, items[:middle], first=True)), pack(_part(batch, items[middle:], first=False))]


def pack(batch: Batch) -> SealedBatch:
    """The bytes in which a batch travels, the same for the same batch."""
    body = gzip.compress(msgspec.json.encode(batch), compresslevel=6, mtime=0)
    return SealedBatch(batch.id, body, len(batch.samples), len(batch.answers))


def _part(batch: Batch, items: Sequence[Sample | Answer], *, first: bool) -> Batch:
    return msgspec.structs.replace(
        batch,
        id=uuid.uuid4().hex,
        parent=batch.id,
        answers=[item for item in items if isinstance(item, Answer)],
        samples=[item for item in items if isinstance(item, Sample)],
        gaps=batch.gaps if first else None,
        dropped=batch.dropped if first else {},
    )


def _run(rows: Sequence[Row], like: Moment, room: int) -> tuple[list[Row], int]:
    taken: list[Row] = []
    for row in rows:
        size = len(row.body) + 1
        same = (row.taken.utc_offset_minutes, row.taken.boot_id) == (like.utc_offset_minutes, like.boot_id)
        if not same or size > room:
            break
        taken.append(row)
        room -= size
    return taken, room


def _sample(row: Row, sealed: Moment) -> Sample:
    sample = msgspec.json.decode(row.body, type=Sample)
    return msgspec.structs.replace(sample, at=corrected(sample.at, row.taken, sealed))


def _answer(row: Row, sealed: Moment) -> Answer:
    answer = msgspec.json.decode(row.body, type=Answer)
    return msgspec.structs.replace(answer, at=corrected(answer.at, row.taken, sealed))
