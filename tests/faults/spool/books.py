"""What was promised and what arrived: the spool's simple model."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

import msgspec

from barometer_agent.spool import SealedBatch, Spool
from barometer_shared.samples import Batch
from tests.faults.spool.life import EVENT, FACTS, GAUGE, ONCE, START, Told

FOLLOWED = (GAUGE, EVENT)  # by a cursor


@dataclass
class Collector:
    """Takes each batch once, and none whose parent it has."""

    ledger: set[str] = field(default_factory=set)
    values: dict[str, list[int]] = field(default_factory=lambda: {metric: [] for metric in (GAUGE, EVENT, ONCE)})
    dropped: Counter[str] = field(default_factory=Counter)
    answers: set[str] = field(default_factory=set)

    def take(self, batch: Batch) -> None:
        known = {batch.id, batch.parent, *batch.ancestors} & self.ledger
        self.ledger.add(batch.id)
        if known:
            return
        for sample in batch.samples:
            self.values[sample.metric].append(sample.value)
        self.dropped.update(batch.dropped)
        self.answers.update(answer.id for answer in batch.answers)


@dataclass(frozen=True)
class Account:
    """The sum of one life: how much was promised to be durable, and what went wrong with it."""

    promised: int
    lost: int
    duplicated: int
    faults: tuple[str, ...]


class Books:
    """Of one life: filled from its pipe, closed with the spool that it left."""

    def __init__(self, told: Iterable[Told]) -> None:
        self.collector = Collector()
        self.ended = False
        self._promised: Counter[str] = Counter()  # per metric, how many the spool said to have
        self._most: Counter[str] = Counter()  # how many there may be: what was under way may have been done
        self._answers: set[str] = set()
        for one in told:
            self._enter(one)

    def close(self, spool: Spool) -> Account:
        """Bring all that the spool still holds to the collector, and compare."""
        cursors = {metric: int(spool.cursor(metric) or 0) for metric in FOLLOWED}
        while (batch := spool.next_batch(FACTS, START, None)) is not None:
            self.collector.take(batch.decoded())
            spool.acknowledge(batch.id, START)
        lost = self._lost()
        duplicated = sum(len(values) - len(set(values)) for values in self.collector.values.values())
        faults = [
            *(f"cursor of {metric} is {at}" for metric, at in cursors.items() if not self._fits(metric, at)),
            *(f"{metric}: {text}" for metric, at in cursors.items() for text in self._uneven(metric, at)),
            *([f"{lost} lost"] if lost else []),
            *(f"answer {missing} is lost" for missing in sorted(self._answers - self.collector.answers)),
            *([f"{duplicated} twice"] if duplicated else []),
        ]
        return Account(self._promised.total() + len(self._answers), lost, duplicated, tuple(faults))

    def _enter(self, told: Told) -> None:
        match told.what:
            case "adds":
                self._most[told.metric] = max(self._most[told.metric], told.first + told.count)
            case "added":
                self._promised[told.metric] += told.count
            case "answered":
                self._answers.add(f"{told.first:032x}")
            case "received":
                self.collector.take(SealedBatch(told.batch, told.body, 0, 0).decoded())
            case "ended":
                self.ended = True

    def _fits(self, metric: str, at: int) -> bool:
        return self._promised[metric] <= at <= self._most[metric]

    def _uneven(self, metric: str, at: int) -> Iterable[str]:
        """Every number below the cursor is at the collector or counted as dropped, and no other is."""
        values, dropped = set(self.collector.values[metric]), self.collector.dropped[metric]
        if not values <= set(range(at)) or len(values) + dropped != at:
            yield f"{len(values)} arrived and {dropped} were dropped of {at}"

    def _lost(self) -> int:
        """How many were promised and neither arrived nor were told as dropped."""
        missing = 0
        for metric in (GAUGE, EVENT, ONCE):
            found = len(set(self.collector.values[metric])) + self.collector.dropped[metric]
            missing += max(0, self._promised[metric] - found)
        return missing + len(self._answers - self.collector.answers)


def read(pipe: bytes) -> list[Told]:
    """The whole lines of a pipe; the last may be cut off."""
    return [msgspec.json.decode(line, type=Told) for line in pipe.split(b"\n")[:-1]]
