"""What may be taken in: pure decisions over samples, answers and gaps. Times are milliseconds since 1970 UTC."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from barometer_shared.metrics import METRICS, Kind, Metric, Subject
from barometer_shared.protocol import LEDGER_DAYS
from barometer_shared.questions import Answer, ChoiceAnswer, FreeTextAnswer, Sharing
from barometer_shared.samples import Batch, Gap, Sample

DAY_MS = 86_400_000
MINUTE_MS = 60_000
MAX_LABELS = 16
_AHEAD_MS = DAY_MS
_LEDGER_MS = LEDGER_DAYS * DAY_MS
_MAX_SKEW_MS = 10_000_000_000_000
_MAX_COUNT = 1 << 53
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_UNSTORABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")  # a comment may have lines and tabs

Broken = tuple[str, str]  # field and rule


@dataclass(frozen=True, slots=True)
class Clock:
    """How a batch's device times become moments and local days: ``skew_ms`` is the device's clock minus ours."""

    now: int
    skew_ms: int
    offset_ms: int

    def corrected(self, at: int) -> int:
        return at - self.skew_ms

    def day(self, corrected: int) -> int:
        """The device's local day, days since 1970."""
        return (corrected + self.offset_ms) // DAY_MS


def clock_of(batch: Batch, now: int, sent_at: int | None) -> Clock:
    """The skew the agent measured before sealing; without one, that of this very request; without that, none."""
    skew = batch.skew_ms
    if skew is None:
        skew = 0 if sent_at is None else sent_at - now
    return Clock(now, skew, batch.utc_offset_minutes * MINUTE_MS)


def months_of_ledger(now: int) -> tuple[str, ...]:
    """The months whose batches are still remembered, and the one that may have begun for a device ahead of us."""
    return _months(now // DAY_MS)


@lru_cache(maxsize=8)
def _months(today: int) -> tuple[str, ...]:
    first = datetime.fromtimestamp((today * DAY_MS - _LEDGER_MS) / 1000, UTC)
    last = datetime.fromtimestamp((today * DAY_MS + _AHEAD_MS) / 1000, UTC)
    months = [first.replace(day=1)]
    while (following := (months[-1] + timedelta(days=32)).replace(day=1)).date() <= last.date():
        months.append(following)
    return tuple(month.strftime("%Y-%m") for month in months)


def wrong_with_envelope(batch: Batch, months: tuple[str, ...]) -> Broken | None:
    """Why the whole batch is refused, although its types are right."""
    if batch.month not in months:
        side = "older" if batch.month < months[0] else "later"
        return "month", f"{months[0]} to {months[-1]}; a batch {side} than that could not be told from a repeated one"
    if batch.skew_ms is not None and abs(batch.skew_ms) > _MAX_SKEW_MS:
        return "skew_ms", f"at most {_MAX_SKEW_MS} either way"
    for name in ("version", "platform", "os"):
        if _CONTROL.search(getattr(batch.agent, name)):
            return f"agent.{name}", "no control characters"
    if any(_CONTROL.search(name) for name in (*batch.agent.question_types, *batch.dropped)):
        return "agent.question_types and dropped", "no control characters"
    if any(count > _MAX_COUNT for count in batch.dropped.values()):
        return "dropped", f"at most {_MAX_COUNT}"
    return None


def wrong_with_sample(sample: Sample, clock: Clock) -> Broken | None:
    """The first rule that a sample breaks."""
    metric = METRICS.get(sample.metric)
    if metric is None:
        return "metric", "a metric of this collector's catalogue"
    return (
        _wrong_with_value(sample, metric)
        or _wrong_with_subject(sample, metric)
        or (_wrong_with_labels(sample.labels) if sample.labels else None)
        or _wrong_with_moment(clock.corrected(sample.at), clock.now)
    )


def believed_moments(clock: Clock) -> tuple[int, int]:
    """The first and the last moment by the device's clock that ``wrong_with_sample`` believes, both included."""
    return clock.now - _LEDGER_MS + clock.skew_ms, clock.now + _AHEAD_MS + clock.skew_ms


def wrong_with_answer(answer: Answer, clock: Clock) -> Broken | None:
    """The first rule that an answer breaks, as far as it can be told without its campaign."""
    if answer.sharing is Sharing.ANONYMOUS:
        return "sharing", "anonymous answers never travel with a device"
    if _CONTROL.search(answer.account) or _CONTROL.search(answer.language):
        return "account", "no control characters"
    words = (answer.comment, answer.response.text if isinstance(answer.response, FreeTextAnswer) else "")
    if any(_UNSTORABLE.search(text) for text in words):
        return "comment", "no control characters besides new lines and tabs"
    if isinstance(answer.response, ChoiceAnswer) and not answer.response.option:
        return "response.option", "one of the options"
    return _wrong_with_moment(clock.corrected(answer.at), clock.now)


def wrong_with_gap(gap: Gap) -> Broken | None:
    """The first rule that a gap breaks."""
    if _CONTROL.search(gap.metric):
        return "metric", "no control characters"
    if any(_CONTROL.search(language) or _UNSTORABLE.search(text) for language, text in gap.reason.items()):
        return "reason", "no control characters"
    return None


def _wrong_with_value(sample: Sample, metric: Metric) -> Broken | None:
    if sample.failed:
        return ("failed", "something that happened cannot have failed") if metric.kind is Kind.EVENT else None
    if not metric.minimum <= sample.value <= metric.maximum:
        return "value", f"{metric.minimum} to {metric.maximum} {metric.unit}"
    return None


def _wrong_with_subject(sample: Sample, metric: Metric) -> Broken | None:
    if metric.subject is Subject.NONE:
        return ("subject", "none: this metric is about the device itself") if sample.subject else None
    if not sample.subject:
        return "subject", f"the {metric.subject.value} it is about"
    if _CONTROL.search(sample.subject):
        return "subject", "no control characters"
    return None


def _wrong_with_labels(labels: dict[str, str]) -> Broken | None:
    if len(labels) > MAX_LABELS:
        return "labels", f"at most {MAX_LABELS}"
    if any(_CONTROL.search(name) or _CONTROL.search(text) for name, text in labels.items()):
        return "labels", "no control characters"
    return None


def _wrong_with_moment(corrected: int, now: int) -> Broken | None:
    if corrected > now + _AHEAD_MS:
        return "at", "not more than a day ahead of the collector's clock"
    if corrected < now - _LEDGER_MS:
        return "at", f"not older than {LEDGER_DAYS} days"
    return None
