"""What was sent, as a page tells it: days with their messages, and of each metric its values.

A quarter of a million values are usual, so what is kept of each is the text that is shown.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from operator import itemgetter

from barometer_shared.questions import Answer
from barometer_shared.samples import Gap

TAB = "\t"  # between the single values
_AMOUNT = itemgetter(1)
_ALIKE = 4  # from so many on the same value is told once


@dataclass(slots=True)
class Values:
    """What was sent of one metric about one subject: how often, from ``lowest`` to ``highest``, and the ``latest``.

    ``failed`` of ``count`` gave no answer, and have no value. ``title`` and ``about`` name metric and subject in words.
    ``runs`` are times and values of the single ones, by what stood beside them, and ``numbers`` the values alone, of
    which the bounds know nothing yet; both are closed once a day is complete, and ``told`` are those of closed runs.
    """

    metric: str
    title: str
    about: str = ""
    count: int = 0
    failed: int = 0
    lowest: int | None = None
    highest: int | None = None
    latest: int | None = None
    latest_at: int = -1
    runs: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    numbers: list[int] = field(default_factory=list)
    told: dict[str, str] = field(default_factory=dict)

    def close(self) -> None:
        """Count, and tell the runs as they are: a text takes a tenth of the room."""
        self.count += sum(map(len, self.runs.values()))
        if self.numbers:
            self.widen(min(self.numbers), max(self.numbers), self.numbers[-1], self.latest_at)
            self.numbers = []
        for beside, run in self.runs.items():
            text = TAB.join(pieces(run))
            self.told[beside] = f"{self.told[beside]}{TAB}{text}" if beside in self.told else text
        self.runs = {}

    def widen(self, lowest: int, highest: int, latest: int, at: int) -> None:
        """There is also this, the ``latest`` of it taken ``at`` (milliseconds since 1970)."""
        if self.lowest is None or lowest < self.lowest:
            self.lowest = lowest
        if self.highest is None or highest > self.highest:
            self.highest = highest
        if at >= self.latest_at:
            self.latest, self.latest_at = latest, at

    def merge(self, other: "Values") -> None:
        """Count all of another one's, whatever it is about; its single values stay where they are."""
        self.count += other.count
        self.failed += other.failed
        if other.lowest is not None and other.highest is not None and other.latest is not None:
            self.widen(other.lowest, other.highest, other.latest, other.latest_at)


@dataclass(slots=True)
class Message:
    """One batch: when it left and what became of it, and its measurements, a line for what stood beside them.

    ``notes`` are what it told besides: what is not measured, and what will never arrive.
    """

    at: str
    outcome: str
    samples: int
    answers: int
    lines: list[str]
    notes: list[str]


@dataclass(slots=True)
class Day:
    """What left on one day, by the laptop's own time; messages in their order. ``values`` are by metric and subject."""

    date: date
    messages: list[Message] = field(default_factory=list)
    values: dict[tuple[str, str], Values] = field(default_factory=dict)

    @property
    def samples(self) -> int:
        """How many measurements."""
        return sum(message.samples for message in self.messages)

    def close(self) -> None:
        """Nothing more is expected; more may come all the same, where the clock was set back."""
        for values in self.values.values():
            values.close()


@dataclass(slots=True)
class Month:
    """Everything. ``days`` and ``answers`` have the newest first; ``systems`` are all that sent.

    ``lost`` are the ids of answers that the collector refused twice; ``anonymous`` says of each message about an
    anonymous question that it left.
    """

    days: list[Day] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    lost: set[str] = field(default_factory=set)
    anonymous: list[str] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    systems: list[str] = field(default_factory=list)

    @property
    def messages(self) -> int:
        """How many batches."""
        return sum(len(day.messages) for day in self.days)

    @property
    def samples(self) -> int:
        """How many measurements."""
        return sum(day.samples for day in self.days)

    def metrics(self) -> Iterable[Values]:
        """Each metric over all days and subjects, without the single values."""
        found: dict[str, Values] = {}
        for day in self.days:
            for values in day.values.values():
                found.setdefault(values.metric, Values(values.metric, values.title)).merge(values)
        return found.values()


def pieces(run: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Times and values; many of the same value in one, with how many they are."""
    for amount, alike in groupby(run, _AMOUNT):
        times = [when for when, _ in alike]
        if len(times) < _ALIKE:
            for when in times:
                yield f"{when} {amount}" if amount else when
        else:
            yield " ".join(filter(None, (f"{times[0]}–{times[-1]}", amount, f"({len(times)}×)")))
