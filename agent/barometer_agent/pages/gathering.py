"""From batches to what a page tells of them."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, tzinfo

from barometer_agent.language import Say
from barometer_agent.link.messages import SentMessage
from barometer_agent.pages.month import Day, Message, Month, Values
from barometer_agent.pages.wording import Wording
from barometer_agent.sent import Words, is_countless
from barometer_shared import labels
from barometer_shared.samples import Batch, Sample

_MINUTE_MS = 60_000


class Gatherer:
    """Takes batches in the order in which they left. Times are shown in ``zone``, the local one where it is None."""

    def __init__(self, say: Say, language: str, zone: tzinfo | None = None) -> None:
        self._say = say
        self._language = language
        self._zone = zone
        self._words = Words(say, language, zone)
        self._wording = Wording(say)
        self._failed = say("sent.failed")
        self._days: dict[date, Day] = {}
        self._open = Day(date.min)
        self._month = Month()
        self._clock: dict[int, tuple[date, str]] = {}
        self._beside: dict[tuple[tuple[str, str], ...], str] = {}
        self._amounts: dict[tuple[str, int], str] = {}

    def take(self, batch: Batch, settled_ms: int, outcome: str) -> None:
        """One more batch; ``outcome`` is what became of it (see ``SentBatch``)."""
        left, at = self._time(settled_ms // _MINUTE_MS)
        day = self._day(left)
        notes = [*map(self._words.gap, self._words.news(batch.gaps)), *self._words.dropped(batch)]
        lines = self._taken(batch.samples, day)
        day.messages.append(Message(at, outcome, len(batch.samples), len(batch.answers), lines, notes))
        self._month.answers += batch.answers if outcome != "refused" else []  # those go once more
        self._month.lost |= {answer.id for answer in batch.answers if outcome == "lost"}
        if batch.gaps is not None:
            self._month.gaps = batch.gaps
        system = self._say("page.system", version=batch.agent.version, os=batch.agent.os)
        if system not in self._month.systems:
            self._month.systems.append(system)

    def tell(self, message: SentMessage) -> None:
        """A message about an anonymous question: that it left is all that anybody knows."""
        self._month.anonymous.insert(0, self._words.message(message))

    def month(self) -> Month:
        """All that was taken."""
        self._open.close()
        self._month.days = sorted(self._days.values(), key=lambda day: day.date, reverse=True)
        self._month.answers.sort(key=lambda answer: answer.at, reverse=True)
        return self._month

    def _day(self, left: date) -> Day:
        """That day; the one before it is closed, as its single values take ten times as much room as their text."""
        if self._open.date != left:
            self._open.close()
            self._amounts.clear()
            self._open = self._days.setdefault(left, Day(left))
        return self._open

    def _taken(self, samples: Iterable[Sample], day: Day) -> list[str]:
        """Count the values of a message in its day; its lines: by what stood beside the values, then by metric.

        A quarter of a million values come through here, so what needs no call is not called.
        """
        found: dict[str, dict[str, list[str]]] = {}
        for sample in samples:
            key, at = (sample.metric, sample.subject), sample.at
            values = day.values.get(key) or self._values(key, day)
            if sample.failed:
                values.failed += 1
                amount = self._failed
            else:
                values.numbers.append(sample.value)
                values.latest_at = at
                amount = self._amounts.get((sample.metric, sample.value)) or self._amount(sample)
            taken, clock = self._clock.get(at // _MINUTE_MS) or self._time(at // _MINUTE_MS)
            when = clock if taken == day.date else f"{self._wording.day(taken)} {clock}"
            beside = self._labels(sample.labels) if sample.labels else ""
            run = values.runs.get(beside)
            if run is None:
                run = values.runs[beside] = []
            run.append((when, amount))
            text = f"{values.about} {amount}" if values.about and amount else values.about or amount
            found.setdefault(beside, {}).setdefault(values.title, []).append(text)
        return [_line(beside, metrics) for beside, metrics in found.items()]

    def _amount(self, sample: Sample) -> str:
        if is_countless(sample.metric):
            return ""
        amount = self._amounts[sample.metric, sample.value] = self._words.amount(sample.metric, sample.value)
        return amount

    def _values(self, key: tuple[str, str], day: Day) -> Values:
        about = labels.subject(*key, self._language)
        values = day.values[key] = Values(key[0], self._words.title(key[0]), about)
        return values

    def _labels(self, told: dict[str, str]) -> str:
        key = tuple(told.items())
        if (known := self._beside.get(key)) is None:
            known = self._beside[key] = labels.labels(told, self._language)
        return known

    def _time(self, minute: int) -> tuple[date, str]:
        if (known := self._clock.get(minute)) is None:
            local = datetime.fromtimestamp(minute * 60, UTC).astimezone(self._zone)
            known = self._clock[minute] = local.date(), local.strftime("%H:%M")
        return known


def _line(beside: str, metrics: dict[str, list[str]]) -> str:
    told = "; ".join([f"{title}: {', '.join(values)}" if any(values) else title for title, values in metrics.items()])
    return f"{told} ({beside})" if beside else told
