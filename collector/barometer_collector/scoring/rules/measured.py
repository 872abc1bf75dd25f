"""What one metric says of every device: its points, and what they were read from."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from barometer_collector.scoring.rules.curve import FloatArray
from barometer_collector.scoring.rules.definition import MetricRule
from barometer_collector.scoring.rules.facts import BoolArray, Facts, IntArray

StrArray = NDArray[np.object_]  # of str: filling and choosing copies no text

# Why points are missing, or what to know when reading them. Pages show a sentence for each.
NOT_APPLICABLE = "not_applicable"  # does not apply to this device
NOT_MEASURED = "not_measured"  # the device said that there is nothing at the moment
NO_SAMPLES = "no_samples"
TOO_FEW_HOURS = "too_few_hours"
TOO_FEW_ATTEMPTS = "too_few_attempts"
AWAKE = "awake"  # hours in use could not be measured: awake counts as in use
COUNTED_ABOVE = "counted_above"  # a part of the row before it, shown for its size

TIMES = "times"  # the unit of something that is counted


@dataclass(frozen=True)
class Detail:
    """The same per subject, one row per device and subject. ``share`` is of the metric's own, 0 to 1.

    Rows that share in the points take the place of the metric's total; rows with a ``note`` stand below it.
    """

    device: IntArray
    subject: IntArray  # places in ``names``
    names: Sequence[str]
    points: FloatArray
    share: FloatArray
    n: IntArray
    failed: IntArray
    typical: FloatArray
    note: str = ""

    def subject_of(self, row: int) -> str:
        return self.names[int(self.subject[row])]


@dataclass(frozen=True)
class Measured:
    """One entry per device. ``points`` and ``typical`` are NaN where there is no data; ``note`` says why.

    ``unit`` is that of ``typical``. ``detail`` makes the same per subject: nobody needs it to score, only to explain.
    """

    points: FloatArray
    applicable: BoolArray
    n: IntArray
    failed: IntArray
    typical: FloatArray
    note: StrArray
    unit: str
    detail: Callable[[], Detail] | None = None


def with_gaps(rule: MetricRule, facts: Facts, missing: BoolArray, why: str | StrArray) -> StrArray:
    """A note for each device without points: ``why``, unless the device itself gave another reason.

    A device that says "no data now" and yet has samples in the window is scored on these; one that says "not
    applicable" never is.
    """
    gaps = facts.gaps_of(rule.metric)
    note = either(missing, why, "")
    note[gaps.no_data & missing] = NOT_MEASURED
    note[gaps.not_applicable] = NOT_APPLICABLE
    return note


def either(condition: BoolArray, then: str | StrArray, otherwise: str | StrArray) -> StrArray:
    """``then`` where ``condition`` holds, else ``otherwise``."""
    found = np.empty(condition.shape, dtype=np.object_)
    found[:] = otherwise
    np.copyto(found, then, where=condition)
    return found


def per_device(facts: Facts, device: IntArray, values: IntArray) -> IntArray:
    """``values`` added up per device, in whole numbers, so that no order of the rows can change the sum.

    Rows of one device that follow one another are added first: that is ten times as fast as one by one.
    """
    sums = np.zeros((facts.count, *values.shape[1:]), dtype=np.int64)
    if len(device):
        starts = np.flatnonzero(np.diff(device, prepend=-1))
        np.add.at(sums, device[starts], np.add.reduceat(values, starts, axis=0))
    return sums


def divide(part: NDArray[np.generic], whole: NDArray[np.generic]) -> FloatArray:
    """``part / whole``, NaN where ``whole`` is 0."""
    found = np.full(np.shape(part), np.nan)
    np.divide(part, whole, out=found, where=np.asarray(whole, dtype=np.float64) != 0)
    return found
