"""What was sent, in words: every payload as a person can read it, with the catalogue's meaning of each metric."""

from datetime import UTC, datetime, tzinfo

from barometer_agent.language import Say, choose
from barometer_agent.link.messages import SentMessage
from barometer_shared import labels
from barometer_shared.metrics import METRICS, Kind
from barometer_shared.questions import (
    TELL_IT,
    Answer,
    ChoiceAnswer,
    FacesAnswer,
    FreeTextAnswer,
    NoOpinion,
    Response,
)
from barometer_shared.samples import Batch, Gap, Sample

# How a unit is shown: divide by, decimals, the unit that a person knows.
_UNITS = {
    "ms": (1000, 1, "s"),
    "us": (1000, 1, "ms"),
    "permille": (10, 1, "%"),
    "s": (60, 0, "min"),
    "ppm": (10_000, 3, "%"),
    "thousandths": (1000, 2, ""),
    "KiB": (1024, 1, "MiB"),
    "B": (1000, 1, "kB"),
}

_HEADS = {"acknowledged": "sent.batch", "refused": "sent.refused", "lost": "sent.lost"}


class Words:
    """Puts batches into words in one language, the oldest first, and remembers which metrics it has named.

    A gap is told when it comes and when its reason changes, though every start of the agent sends it again.
    Times are shown in ``zone``, the local one where it is None.
    """

    def __init__(self, say: Say, language: str, zone: tzinfo | None = None) -> None:
        self._say = say
        self._language = language
        self._zone = zone
        self._named: set[str] = set()
        self._gaps: dict[str, Gap] = {}
        self._forms: dict[str, tuple[int, int, str]] = {}
        self._decimal = say("number.decimal")

    def batch(self, batch: Batch, settled_ms: int, outcome: str = "acknowledged") -> list[str]:
        """The lines of one batch: what became of it (see ``SentBatch``), and everything that is in it."""
        when = self._time(settled_ms)
        lines = [self._say(_HEADS[outcome], when=when, samples=len(batch.samples), answers=len(batch.answers))]
        lines += [f"  {self.answer(answer)}" for answer in batch.answers]
        lines += [f"  {self.sample(sample)}" for sample in batch.samples]
        lines += [f"  {self.gap(gap)}" for gap in self.news(batch.gaps)]
        lines += [f"  {line}" for line in self.dropped(batch)]
        return [*lines, f"  {self._say('sent.facts', version=batch.agent.version, os=batch.agent.os)}", ""]

    def message(self, message: SentMessage) -> str:
        """That a message about an anonymous question left, or could not; nobody knows more."""
        text = "sent.message" if message.sent else "sent.message_lost"
        return self._say(text, time=self._time(message.at_ms), campaign=message.campaign)

    def meanings(self) -> list[str]:
        """What the metrics that were named mean; empty when none was."""
        rows = [METRICS[name].meaning(self._language) for name in sorted(self._named) if name in METRICS]
        if not rows:
            return []
        lines = [self._say("sent.meaning", title=row.title, sentence=row.sentence) for row in rows]
        return [self._say("sent.meanings"), *(f"  {line}" for line in lines)]

    def sample(self, sample: Sample) -> str:
        """When, what and how much."""
        about = labels.subject(sample.metric, sample.subject, self._language)
        subject = f" ({about})" if about else ""
        title = self.title(sample.metric)
        return self._say(
            "sent.sample", time=self._time(sample.at), title=title, subject=subject, value=self.value(sample)
        )

    def answer(self, answer: Answer) -> str:
        """When, on what, what was answered and all that went with it: who may see it, and what else was said."""
        text = self._say(
            "sent.told" if answer.campaign == TELL_IT else "sent.answer",
            time=self._time(answer.at),
            campaign=answer.campaign,
            account=answer.account,
            response=self.response(answer.response),
            sharing=self._say(f"sharing.{answer.sharing}"),
        )
        return "; ".join((text, *self.besides(answer)))

    def besides(self, answer: Answer) -> list[str]:
        """What else was said with an answer."""
        more = (
            self._say("sent.topic", topic=answer.topic) if answer.topic else "",
            self._say("sent.mood", mood=self._face(answer.mood)) if answer.mood else "",
            self._say("sent.contact") if answer.contact else "",
            self._say("sent.comment", comment=answer.comment) if answer.comment else "",
        )
        return [text for text in more if text]

    def dropped(self, batch: Batch) -> list[str]:
        """What will never arrive, a line for each metric."""
        given_up = batch.parent is not None and not batch.samples and not batch.answers
        why = "sent.given_up" if given_up else "sent.dropped"
        return [self._say(why, count=count, title=self.title(metric)) for metric, count in batch.dropped.items()]

    def gap(self, gap: Gap) -> str:
        """What was not measured, and why."""
        return self._say("sent.gap", title=self.title(gap.metric), reason=choose(gap.reason, self._language))

    def value(self, sample: Sample) -> str:
        """The value of a sample in a unit that people use, with its labels."""
        told = labels.labels(sample.labels, self._language)
        if told and not sample.failed and is_countless(sample.metric):
            return told
        text = self._say("sent.failed") if sample.failed else self.amount(sample.metric, sample.value)
        return f"{text} ({told})" if told else text

    def amount(self, metric: str, value: int) -> str:
        """A value of ``metric`` in a unit that people use."""
        if verdict := labels.verdict(metric, value, self._language):
            return verdict
        if (form := self._forms.get(metric)) is None:
            form = self._forms[metric] = self._form(metric)
        divisor, decimals, shown = form
        if not divisor:
            return f"{value}{shown}"
        number = f"{value / divisor:.{decimals}f}"
        return f"{number.replace('.', self._decimal)}{shown}"

    def _form(self, metric: str) -> tuple[int, int, str]:
        """Divide by (0: not at all), with so many decimals, and what stands behind it."""
        row = METRICS.get(metric)
        unit = "" if row is None or row.unit == "count" else row.unit
        divisor, decimals, shown = _UNITS.get(unit, (0, 0, unit))
        return divisor, decimals, f" {shown}" if shown else ""

    def news(self, gaps: list[Gap] | None) -> list[Gap]:
        """Those that were not told before; all that hold are remembered."""
        if gaps is None:
            return []
        before, self._gaps = self._gaps, {gap.metric: gap for gap in gaps}
        return [gap for gap in gaps if before.get(gap.metric) != gap]

    def response(self, response: Response) -> str:
        """What was answered: a face and an option in words, any other score as its number."""
        match response:
            case FacesAnswer(value):
                return self._face(value)
            case ChoiceAnswer(option):
                return option
            case FreeTextAnswer(text):
                return self._say("sent.comment", comment=text)
            case NoOpinion():
                return self._say("sent.no_opinion")
            case _:
                return str(response.value)

    def title(self, metric: str) -> str:
        """What ``metric`` is called; it is remembered as named."""
        self._named.add(metric)
        row = METRICS.get(metric)
        return row.meaning(self._language).title if row else self._say("sent.unknown", metric=metric)

    def _face(self, value: int) -> str:
        return f"{value} ({self._say(f'scale.faces.{value}')})"

    def _time(self, at_ms: int) -> str:
        local = datetime.fromtimestamp(at_ms / 1000, self._zone) if self._zone else _local(at_ms)
        return local.strftime(self._say("date.format"))


def is_countless(metric: str) -> bool:
    """True for what happens once each time: its value is always 1."""
    row = METRICS.get(metric)
    return row is not None and row.kind is Kind.EVENT and row.unit == "count"


def _local(at_ms: int) -> datetime:
    return datetime.fromtimestamp(at_ms / 1000, UTC).astimezone()
