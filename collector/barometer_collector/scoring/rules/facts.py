"""What is known of a number of devices, as arrays; devices are numbered 0 to ``count - 1`` by their place.

Tables are long: a row names its device by that number. The order of rows within a table means nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from barometer_collector.scoring.rules.curve import FloatArray

IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]


@dataclass(frozen=True)
class Counted:
    """A metric's device-days added up over its window, one row per device and subject.

    ``subject`` is a place in ``names``. ``buckets`` has twelve columns; ``n`` measured values with ``total`` their sum;
    ``failed`` attempts without answer.
    """

    device: IntArray
    subject: IntArray
    names: Sequence[str]
    buckets: IntArray
    n: IntArray
    failed: IntArray
    total: IntArray

    @property
    def subjects(self) -> tuple[str, ...]:
        """The subject of each row."""
        return tuple(self.names[place] for place in self.subject.tolist())


@dataclass(frozen=True)
class Latest:
    """The latest events of a metric, at most ``MetricRule.last`` rows per device."""

    device: IntArray
    value: IntArray


@dataclass(frozen=True)
class Failures:
    """How often something failed, one row per device and subject, already limited per day."""

    device: IntArray
    subject: IntArray
    names: Sequence[str]
    times: IntArray


@dataclass(frozen=True)
class Gaps:
    """Which devices said that they have nothing for a metric, one entry per device."""

    not_applicable: BoolArray
    no_data: BoolArray


@dataclass(frozen=True)
class Use:
    """Hours in use over a window, one entry per device; NaN where none were told. ``awake``: where it was only known
    that the device was awake."""

    hours: FloatArray
    awake: BoolArray


@dataclass(frozen=True)
class Facts:
    """All that T is made of, by metric; one that is not in a mapping has no rows. ``use`` by length of window, in days.

    The rows of ``failures`` hold those of every metric that is counted with theirs, but for a rate not those of days of
    which records may be missing; ``unrecorded`` is how many hours in use those days had, within the metric's window.
    """

    count: int
    use: Mapping[int, Use] = field(default_factory=dict)
    counted: Mapping[str, Counted] = field(default_factory=dict)
    latest: Mapping[str, Latest] = field(default_factory=dict)
    failures: Mapping[str, Failures] = field(default_factory=dict)
    gaps: Mapping[str, Gaps] = field(default_factory=dict)
    unrecorded: Mapping[str, FloatArray] = field(default_factory=dict)

    def gaps_of(self, metric: str) -> Gaps:
        """The gaps of ``metric``; all False when no device said anything of it."""
        none = np.zeros(self.count, dtype=np.bool_)
        return self.gaps.get(metric, Gaps(none, none))

    def recorded_hours(self, metric: str, window_days: int) -> FloatArray:
        """Hours in use over the window on days whose records of ``metric`` are whole; NaN where nothing was told."""
        return self.use_of(window_days).hours - self.unrecorded.get(metric, np.zeros(self.count))

    def use_of(self, window_days: int) -> Use:
        """Hours in use over the window; NaN where nothing was told."""
        unknown = Use(np.full(self.count, np.nan), np.zeros(self.count, dtype=np.bool_))
        return self.use.get(window_days, unknown)


def nothing(count: int) -> Facts:
    """``count`` devices of which nothing is known."""
    return Facts(count)
