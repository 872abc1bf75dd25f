"""Counts of devices as arrays, and how they are added up."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from barometer_shared.metrics import BUCKETS

IntArray = NDArray[np.int64]

# The columns of ``numbers``, in their order.
N, FAILED, TOTAL, LOWEST, HIGHEST, FIRST_BUCKET = range(6)
COLUMNS = FIRST_BUCKET + BUCKETS
# Of a row without a value: they change no other's.
NO_LOWEST, NO_HIGHEST = np.iinfo(np.int64).max, np.iinfo(np.int64).min


@dataclass(frozen=True)
class Counts:
    """A row per device, metric and subject; per day too where it is not added up over days.

    ``device`` is a place in the list of devices that was asked for, ``metric`` a code of the catalogue, ``subject`` a
    place in ``subjects``, ``day`` in days since 1970 (all 0 where days are added up). ``numbers`` has a column for each
    of ``n`` measured values, ``failed`` attempts without an answer, the values' ``total``, ``lowest`` and ``highest``
    (NO_LOWEST and NO_HIGHEST where n is 0), and the twelve bucket counts.
    """

    device: IntArray
    day: IntArray
    metric: IntArray
    subject: IntArray
    subjects: tuple[str, ...]
    numbers: IntArray

    @property
    def n(self) -> IntArray:
        return self.numbers[:, N]

    @property
    def failed(self) -> IntArray:
        return self.numbers[:, FAILED]

    @property
    def total(self) -> IntArray:
        return self.numbers[:, TOTAL]

    @property
    def lowest(self) -> IntArray:
        return self.numbers[:, LOWEST]

    @property
    def highest(self) -> IntArray:
        return self.numbers[:, HIGHEST]

    @property
    def buckets(self) -> IntArray:
        """One row of twelve per row."""
        return self.numbers[:, FIRST_BUCKET:]


def added_up(rows: Counts) -> Counts:
    """The same with one row for all that have device, day, metric and subject in common; in the order of these."""
    order = np.lexsort((rows.subject, rows.metric, rows.day, rows.device))
    keys = np.column_stack((rows.device, rows.day, rows.metric, rows.subject))[order]
    starts = np.flatnonzero(np.r_[True, (keys[1:] != keys[:-1]).any(axis=1)]) if len(keys) else np.zeros(0, np.int64)
    numbers = merged(rows.numbers[order], starts)
    device, day, metric, subject = (np.ascontiguousarray(column) for column in keys[starts].T)
    return Counts(device, day, metric, subject, rows.subjects, numbers)


def merged(numbers: IntArray, starts: IntArray) -> IntArray:
    """Rows of ``numbers`` from each of ``starts`` up to the next made into one: counts added, extremes kept."""
    if not len(starts):
        return np.zeros((0, COLUMNS), dtype=np.int64)
    together = np.add.reduceat(numbers, starts, axis=0)
    together[:, LOWEST] = np.minimum.reduceat(numbers[:, LOWEST], starts)
    together[:, HIGHEST] = np.maximum.reduceat(numbers[:, HIGHEST], starts)
    return together
