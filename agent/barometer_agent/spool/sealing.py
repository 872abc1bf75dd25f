"""Making a batch, and making two of one: pure functions over rows that the store has read."""

import gzip
import hashlib
import uuid
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import msgspec

from barometer_agent.clock import Moment, Skew, corrected
from barometer_shared.protocol import MAX_BATCH_ANSWERS, MAX_BATCH_SAMPLES
from barometer_shared.questions import Answer
from barometer_shared.samples import AgentFacts, Batch, Gap, Sample

# A quarter of what the collector takes in one body, so that a batch passes proxies with small limits too.
MAX_BATCH_JSON_BYTES = 256 * 1024
_ENVELOPE_BYTES = 4 * 1024
_REMAINS = 2  # besides the two halves
_LATEST_MS = 9_999_999_999_999  # in the year 2286: the wire has no room for a clock beyond it


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

    def intact(self) -> bool:
        """Whether the bytes are still those that were sealed: gzip has a sum of its own, and the id is in them."""
        try:
            return self.decoded().id == self.id
        except (OSError, EOFError, zlib.error, msgspec.DecodeError, UnicodeDecodeError):
            return False

    def metrics(self) -> Counter[str]:
        """How many samples of each metric are in it."""
        return Counter(sample.metric for sample in self.decoded().samples)


@dataclass(frozen=True)
class Envelope:
    """What goes into a batch besides samples and answers.

    ``skew_ms`` is how far the clock was off at ``like``, to which what was taken is dated (None: as it is when sealed).
    ``month`` is that of the server ("": of the device): a clock that is wrong by years must not cost a batch.
    """

    agent: AgentFacts
    skew_ms: int | None = None
    gaps: list[Gap] | None = None
    dropped: dict[str, int] = field(default_factory=dict)
    like: Moment | None = None
    month: str = ""

    def of_boot(self, boot_id: str, before: Skew | None) -> "Envelope":
        """For what was taken in that boot: where it was an earlier one, of which ``before`` is known, that holds."""
        if before is None or boot_id != before.measured.boot_id:
            return self
        return replace(self, skew_ms=before.skew_ms, like=before.measured)


def fitting(answers: Sequence[Row], samples: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """The first rows that may travel together: one time zone and one boot, within the limits; answers first."""
    head = next(iter([*answers, *samples]), None)
    if head is None:
        return [], []
    room = max(MAX_BATCH_JSON_BYTES - _ENVELOPE_BYTES, len(head.body) + 1)  # the first one always goes
    first, room = _run(answers[:MAX_BATCH_ANSWERS], head.taken, room)
    second, _ = _run(samples[:MAX_BATCH_SAMPLES], head.taken, room)
    return first, second


def seal(
    answers: Sequence[Row], samples: Sequence[Row], envelope: Envelope, sealed: Moment, before: Skew | None = None
) -> SealedBatch:
    """A batch of these rows, its samples dated by one clock; ``before`` is how that of an earlier boot was off."""
    first = next(iter([*answers, *samples]), None)
    taken = first.taken if first else sealed
    envelope = envelope.of_boot(taken.boot_id, before)
    like = envelope.like or sealed
    return pack(
        Batch(
            id=uuid.uuid4().hex,
            month=envelope.month or sealed.month,
            sealed_at=_on_the_wire(sealed.utc_ms),
            utc_offset_minutes=taken.utc_offset_minutes,
            boot_id=told_boot(taken.boot_id),
            agent=envelope.agent,
            skew_ms=envelope.skew_ms,
            samples=[_sample(row, like) for row in samples],
            answers=[_answer(row, like) for row in answers],
            gaps=envelope.gaps,
            dropped=envelope.dropped,
        )
    )


def told_boot(boot_id: str) -> str:
    """What the collector is told of a boot: the same for all of one, and nothing to be found again in other logs.

    The spool keeps the system's own id, by which it knows the clock that dated a row.
    """
    return hashlib.sha256(f"barometer boot {boot_id}".encode()).hexdigest()[:32]


def halves(batch: Batch) -> list[SealedBatch]:
    """Two batches with the same content and this one as their parent; none when there is nothing to divide.

    They keep the parent's month, so that the collector finds the parent under the same key, and name its ancestors
    too: each of them may have arrived. Gaps and the counts of dropped samples go with the first.
    """
    items: list[Sample | Answer] = [*batch.answers, *batch.samples]
    if len(items) < 2:
        return []
    middle = len(items) // 2
    return [pack(_part(batch, items[:middle], 0)), pack(_part(batch, items[middle:], 1))]


def remains(batch: Batch) -> SealedBatch:
    """What is told instead of a batch that was given up: that its samples were dropped, and what it told of others.

    It names that batch as its parent: should that have arrived after all, this changes nothing.
    """
    dropped = Counter(batch.dropped) + Counter(sample.metric for sample in batch.samples)
    return pack(msgspec.structs.replace(_part(batch, [], _REMAINS), dropped=dict(dropped)))


def pack(batch: Batch) -> SealedBatch:
    """The bytes in which a batch travels, the same for the same batch."""
    body = gzip.compress(msgspec.json.encode(batch), compresslevel=6, mtime=0)
    return SealedBatch(batch.id, body, len(batch.samples), len(batch.answers))


def written(item: Sample | Answer) -> bytes:
    """The JSON in which a sample or an answer waits, its time such that it can be read again."""
    if not 0 <= item.at <= _LATEST_MS:
        item = msgspec.structs.replace(item, at=_on_the_wire(item.at))
    return msgspec.json.encode(item)


def _on_the_wire(at_ms: int) -> int:
    return min(max(at_ms, 0), _LATEST_MS)


def _part(batch: Batch, items: Sequence[Sample | Answer], number: int) -> Batch:
    """Its id follows from the parent's: a halving that a damaged disk forgot gives the same halves again."""
    return msgspec.structs.replace(
        batch,
        id=hashlib.sha256(f"{batch.id} {number}".encode()).hexdigest()[:32],
        parent=batch.id,
        ancestors=[*batch.ancestors, *([batch.parent] if batch.parent else [])],
        answers=[item for item in items if isinstance(item, Answer)],
        samples=[item for item in items if isinstance(item, Sample)],
        gaps=batch.gaps if number == 0 else None,
        dropped=batch.dropped if number == 0 else {},
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


def _sample(row: Row, like: Moment) -> Sample:
    sample = msgspec.json.decode(row.body, type=Sample)
    return msgspec.structs.replace(sample, at=_on_the_wire(corrected(sample.at, row.taken, like)))


def _answer(row: Row, like: Moment) -> Answer:
    answer = msgspec.json.decode(row.body, type=Answer)
    return msgspec.structs.replace(answer, at=_on_the_wire(corrected(answer.at, row.taken, like)))
