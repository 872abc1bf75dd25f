"""From samples to rows: the fast path of the intake, and the careful one behind it.

Nearly every sample is of a metric and subject that came a moment ago, did not fail, has no labels and breaks no rule.
Judging each of them by every rule took 1.8 us, nearly half of what a batch cost before it was stored; looking up what
is known of its metric and subject takes a fifth of that. Whatever is not as usual is judged by the rules, one by one.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import msgspec

from barometer_collector.ingest.rules import DAY_MS, Broken, Clock, believed_moments, wrong_with_sample
from barometer_shared.metrics import METRICS
from barometer_shared.samples import Sample

# metric code, subject, at by the device's clock, value, bucket. A sample that failed has the bucket FAILED.
SampleRow = tuple[int, str, int, int, int]
FAILED = -1

_MOST_KNOWN = 4_096  # pairs; a fleet has a few hundred, and whoever makes up more costs only time


class StoredRow(NamedTuple):
    """A row as it is stored, but for its labels: its moment and its local day by the collector's clock."""

    metric: int
    subject: str
    at: int
    day: int
    value: int
    failed: int
    bucket: int


@dataclass(slots=True, eq=False)
class _Known:
    """A metric and a subject that it takes, and what it asks of a value.

    ``bounds`` are the smallest good value, the edges of the buckets between it and the largest, and the first value
    that is too large: one search tells whether a value is good and, ``skipped`` added, its bucket. ``follower`` is
    what came after it last time, as nearly always again: two comparisons instead of the hash of two names.
    """

    metric: str
    subject: str
    code: int = 0
    bounds: tuple[int, ...] = ()
    skipped: int = 0
    follower: "_Known" = field(init=False)

    def __post_init__(self) -> None:
        self.follower = self


class Judged(NamedTuple):
    """What of some samples will be stored, and what will not.

    ``labels`` holds the labels, as JSON, of the few rows that have any, by their place in ``rows``. ``wrong`` holds
    the number of each other sample, and the first rule that it breaks.
    """

    rows: list[SampleRow]
    labels: dict[int, str]
    wrong: list[tuple[int, Broken]]


_known: dict[tuple[str, str], _Known] = {}
_nothing = _Known("", "")


def rows_of(samples: Iterable[Sample], numbers: Sequence[int], clock: Clock) -> Judged:
    """The rows of the good ones of ``samples``, in their order; ``numbers`` are their places in the body."""
    judged = Judged([], {}, [])
    add, find, search = judged.rows.append, _known.get, bisect_right
    earliest, latest = believed_moments(clock)
    known = _nothing
    for place, sample in enumerate(samples):
        metric, subject, at, value, before = sample.metric, sample.subject, sample.at, sample.value, known
        known = before.follower
        if known.metric != metric or known.subject != subject:
            known = before.follower = find((metric, subject), _nothing)
        found = search(known.bounds, value)
        if 0 < found < len(known.bounds) and earliest <= at <= latest and not sample.labels and not sample.failed:
            add((known.code, subject, at, value, found + known.skipped))
        else:
            _judge(numbers[place], sample, clock, judged)
    return judged


def row_of(sample: Sample) -> SampleRow:
    """A good sample, but for its labels."""
    metric = METRICS[sample.metric]
    if sample.failed:
        return metric.code, sample.subject, sample.at, 0, FAILED
    return metric.code, sample.subject, sample.at, sample.value, metric.bucket(sample.value)


def stored(row: SampleRow, skew_ms: int, offset_ms: int) -> StoredRow:
    """``row`` with the device's skew taken out of its moment, and the day that it then was there."""
    code, subject, at, value, bucket = row
    moment = at - skew_ms
    return StoredRow(code, subject, moment, (moment + offset_ms) // DAY_MS, value, int(bucket == FAILED), bucket)


def labels_of(sample: Sample) -> str:
    """The labels as they are stored; "" where there are none."""
    return msgspec.json.encode(sample.labels).decode() if sample.labels else ""


def _judge(number: int, sample: Sample, clock: Clock, judged: Judged) -> None:
    broken = wrong_with_sample(sample, clock)
    if broken is not None:
        judged.wrong.append((number, broken))
        return
    if sample.labels:
        judged.labels[len(judged.rows)] = labels_of(sample)
    judged.rows.append(row_of(sample))
    _get_to_know(sample.metric, sample.subject)


def _get_to_know(name: str, subject: str) -> None:
    if (name, subject) in _known:
        return
    metric = METRICS[name]
    within = [edge for edge in metric.edges[1:] if metric.minimum < edge <= metric.maximum]
    skipped = sum(edge <= metric.minimum for edge in metric.edges[1:]) - 1
    if len(_known) >= _MOST_KNOWN:
        _known.clear()
    bounds = (metric.minimum, *within, metric.maximum + 1)
    _known[name, subject] = _Known(name, subject, metric.code, bounds, skipped)
