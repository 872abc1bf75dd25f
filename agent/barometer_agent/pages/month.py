"""What was sent, as a page tells it: days with their messages, and of each metric its values.

A quarter of a million values are usual, so what is kept of each is the text that is shown.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from barometer_shared.questions import Answer
from barometer_shared.samples import Gap


@dataclass(slots=True)
class Values:
    """What was sent of one metric about one subject: how often, from ``lowest`` to ``highest``, and the ``latest``.

    ``failed`` of ``count`` gave no answer, and have no value. ``runs`` are times and values of the single ones, by what
    stood beside them. ``title`` and ``about`` name metric and subject in words.
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


@dataclass(slots=True)
class Month:
    """Everything. ``days`` and ``answers`` have the newest first; ``systems`` are all that sent.

    ``anonymous`` says of each message about an anonymous question that it left.
    """

    days: list[Day] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
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
