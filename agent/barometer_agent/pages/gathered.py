"""All that was sent, day by day: of each metric every value, and of each message all that was in it.

A quarter of a million values are usual, so what is kept of each is the text that is shown.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, tzinfo

from barometer_agent.language import Say
from barometer_agent.sent import Words
from barometer_shared import labels
from barometer_shared.questions import Answer
from barometer_shared.samples import Batch, Gap, Sample

_MINUTE_MS = 60_000


@dataclass(slots=True)
class Values:
    """What was sent of one metric about one subject: how often, from ``lowest`` to ``highest``, and the ``latest``.

    ``failed`` of ``count`` gave no answer, and have no value. ``runs`` are the single ones with their times, by what
    stood beside them.
    """

    metric: str
    subject: str
    count: int = 0
    failed: int = 0
    lowest: int | None = None
    highest: int | None = None
    latest: int | None = None
    latest_at: int = -1
    runs: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    def add(self, sample: Sample) -> None:
        """Count one more."""
        self.count += 1
        if sample.failed:
            self.failed += 1
        else:
            self._widen(sample.value, sample.value, sample.value, sample.at)

    def merge(self, other: "Values") -> None:
        """Count all of another one's, whatever it is about; its single values stay where they are."""
        self.count += other.count
        self.failed += other.failed
        if other.lowest is not None and other.highest is not None and other.latest is not None:
            self._widen(other.lowest, other.highest, other.latest, other.latest_at)

    def _widen(self, lowest: int, highest: int, latest: int, at: int) -> None:
        if self.lowest is None or lowest < self.lowest:
            self.lowest = lowest
        if self.highest is None or highest > self.highest:
            self.highest = highest
        if at >= self.latest_at:
            self.latest, self.latest_at = latest, at


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
    """What left on one day, by the laptop's own time; messages in their order."""

    date: date
    messages: list[Message] = field(default_factory=list)
    values: dict[tuple[str, str], Values] = field(default_factory=dict)

    def of(self, metric: str, subject: str) -> Values:
        """What was sent of these; nothing yet, the first time."""
        values = self.values.get((metric, subject))
        if values is None:
            values = self.values[metric, subject] = Values(metric, subject)
        return values

    @property
    def samples(self) -> int:
        """How many measurements."""
        return sum(values.count for values in self.values.values())


@dataclass
class Gathered:
    """Everything. ``days`` and ``answers`` have the newest first; ``months`` sums up each metric over all days."""

    days: list[Day] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    systems: list[str] = field(default_factory=list)
    months: dict[str, Values] = field(default_factory=dict)

    @property
    def messages(self) -> int:
        """How many batches."""
        return sum(len(day.messages) for day in self.days)

    @property
    def samples(self) -> int:
        """How many measurements."""
        return sum(values.count for values in self.months.values())


class Gatherer:
    """Takes batches in the order in which they left. Times are shown in ``zone``, the local one where it is None."""

    def __init__(self, say: Say, language: str, zone: tzinfo | None = None) -> None:
        self._say = say
        self._language = language
        self._words = Words(say, language, zone)
        self._zone = zone
        self._days: dict[date, Day] = {}
        self._found = Gathered()
        self._clock: dict[int, tuple[date, str]] = {}
        self._beside: dict[tuple[tuple[str, str], ...], str] = {}
        self._amounts: dict[tuple[str, int], str] = {}
        self._abouts: dict[tuple[str, str], str] = {}

    def take(self, batch: Batch, settled_ms: int, outcome: str) -> None:
        """One more batch; ``outcome`` is what became of it (see ``SentBatch``)."""
        left, at = self._time(settled_ms)
        day = self._days.setdefault(left, Day(left))
        notes = [*map(self._words.gap, self._words.news(batch.gaps)), *self._words.dropped(batch)]
        lines = self._sorted(batch.samples, day)
        day.messages.append(Message(at, outcome, len(batch.samples), len(batch.answers), lines, notes))
        self._found.answers += batch.answers if outcome != "refused" else []  # those go once more
        if batch.gaps is not None:
            self._found.gaps = batch.gaps
        told = self._say("page.system", version=batch.agent.version, os=batch.agent.os)
        if told not in self._found.systems:
            self._found.systems.append(told)

    def gathered(self) -> Gathered:
        """All that was taken."""
        self._found.days = sorted(self._days.values(), key=lambda day: day.date, reverse=True)
        self._found.months = _months(self._found.days)
        self._found.answers.sort(key=lambda answer: answer.at, reverse=True)
        return self._found

    def title(self, metric: str) -> str:
        """What ``metric`` is called."""
        return self._words.title(metric)

    def _sorted(self, samples: Iterable[Sample], day: Day) -> list[str]:
        """What is in a message: by what stands beside the values, then by metric, then by subject."""
        by_beside: dict[str, dict[str, list[str]]] = {}
        for sample in samples:
            beside = self._labels(sample.labels) if sample.labels else ""
            amount = self._shown(sample)
            values = day.of(sample.metric, sample.subject)
            values.add(sample)
            taken, clock = self._time(sample.at)
            when = clock if taken is day.date or taken == day.date else f"{self.day(taken)} {clock}"
            values.runs.setdefault(beside, []).append((when, amount))
            text = f"{self._about(sample)} {amount}" if sample.subject else amount
            metrics = by_beside.get(beside)
            if metrics is None:
                metrics = by_beside[beside] = {}
            metrics.setdefault(sample.metric, []).append(text)
        return [self._line(beside, metrics) for beside, metrics in by_beside.items()]

    def day(self, told: date) -> str:
        """A day without its year."""
        months = self._say("date.months").split()
        return self._say("date.day", day=told.day, month=months[told.month - 1])

    def _shown(self, sample: Sample) -> str:
        if sample.failed:
            return self._say("sent.failed")
        key = sample.metric, sample.value
        if (known := self._amounts.get(key)) is None:
            known = self._amounts[key] = self._words.amount(*key)
        return known

    def _about(self, sample: Sample) -> str:
        key = sample.metric, sample.subject
        if (known := self._abouts.get(key)) is None:
            known = self._abouts[key] = labels.subject(*key, self._language)
        return known

    def _labels(self, told: dict[str, str]) -> str:
        if not told:
            return ""
        key = tuple(told.items())
        if (known := self._beside.get(key)) is None:
            known = self._beside[key] = labels.labels(told, self._language)
        return known

    def _time(self, at_ms: int) -> tuple[date, str]:
        minute = at_ms // _MINUTE_MS
        if (known := self._clock.get(minute)) is None:
            local = datetime.fromtimestamp(minute * 60, UTC).astimezone(self._zone)
            known = self._clock[minute] = local.date(), local.strftime("%H:%M")
        return known

    def _line(self, beside: str, metrics: dict[str, list[str]]) -> str:
        told = "; ".join(f"{self._words.title(metric)}: {', '.join(values)}" for metric, values in metrics.items())
        return f"{told} ({beside})" if beside else told


def _months(days: Iterable[Day]) -> dict[str, Values]:
    """Each metric over all days and subjects, without the single values."""
    found: dict[str, Values] = {}
    for day in days:
        for values in day.values.values():
            found.setdefault(values.metric, Values(values.metric, "")).merge(values)
    return found
