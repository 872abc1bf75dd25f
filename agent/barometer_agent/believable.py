"""What may be told: every sample as the catalogue and the collector take it, or a gap that says why not.

A system may say anything: a name with control characters, a battery at 500 %, a boot of a year. The collector would
put such a sample aside; here it can still be said what was wrong.
"""

import re
from collections.abc import Iterable, Iterator

import msgspec

from barometer_agent.sampler import Context, Reason
from barometer_agent.sources.executables import MOST_CHARACTERS, UNKNOWN, own_name, printable
from barometer_shared.labels import MEANINGS
from barometer_shared.metrics import METRICS, Kind, Metric, Subject
from barometer_shared.samples import Sample

_LATEST_MS = 9_999_999_999_999
# A version, a signal, a code of an exception, a word of the agent's own: never a path nor a sentence.
_LABEL = re.compile(r"[0-9A-Za-z.+~_:() -]{1,60}")


def believed(samples: Iterable[Sample], context: Context) -> Iterator[Sample]:
    """``samples`` with clean texts; one whose value no laptop can have becomes a gap of its metric instead.

    A label that is neither a word nor a version is left out, and so is one that docs/metrics.md does not explain.
    """
    doubted: dict[str, Reason] = {}
    for sample in samples:
        row = METRICS[sample.metric]
        if _possible(sample, row):
            yield _clean(sample, row)
        else:
            doubted.setdefault(sample.metric, _doubt(sample, row))
    for metric, reason in doubted.items():
        context.gap(metric, reason)


def _possible(sample: Sample, row: Metric) -> bool:
    """A try may have failed, and something that happened cannot; what was measured lies within its range."""
    return row.kind is not Kind.EVENT if sample.failed else row.minimum <= sample.value <= row.maximum


def _clean(sample: Sample, row: Metric) -> Sample:
    subject = _subject(sample.subject, row.subject)
    labels = {name: told for name, told in sample.labels.items() if name in MEANINGS and _LABEL.fullmatch(told)}
    at = min(max(0, sample.at), _LATEST_MS)
    if (subject, labels, at) == (sample.subject, sample.labels, sample.at):
        return sample
    return msgspec.structs.replace(sample, subject=subject, labels=labels, at=at)


def _subject(told: str, sort: Subject) -> str:
    if sort is Subject.NONE:
        return ""
    return own_name(told) if sort is Subject.APPLICATION else printable(told)[:MOST_CHARACTERS] or UNKNOWN


def _doubt(sample: Sample, row: Metric) -> Reason:
    value = f"{sample.value} {row.unit}"
    return Reason(
        f"the system tells {value}, and from {row.minimum} to {row.maximum} would be possible",
        f"het systeem zegt {value}, en mogelijk is {row.minimum} tot {row.maximum}",
    )
