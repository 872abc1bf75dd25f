"""What became of each batch of a plan, in arrays with one entry per batch, and the figures that follow from it."""

from collections import Counter
from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from barometer_collector.simulation.live.arrivals import Arrivals


class State(IntEnum):
    """Where a batch stands. UNSURE: it was sent, and nothing or "later" was heard."""

    UNSENT = 0
    UNSURE = 1
    ACKNOWLEDGED = 2
    REFUSED = 3


@dataclass(frozen=True)
class Latency:
    """Seconds; all nan where there was nothing to measure."""

    p50: float
    p99: float
    most: float
    count: int


@dataclass
class Outcome:
    """``due``, ``sent``, ``heard``: when a batch was due, first left, was acknowledged, in seconds since the start."""

    state: npt.NDArray[np.uint8]
    tries: npt.NDArray[np.uint16]
    due: npt.NDArray[np.float64]
    sent: npt.NDArray[np.float64]
    heard: npt.NDArray[np.float64]
    statuses: Counter[int] = field(default_factory=Counter)
    unheard: int = 0
    pauses: int = 0

    @classmethod
    def of(cls, arrivals: Arrivals, speed: float) -> "Outcome":
        count = len(arrivals)
        return cls(
            np.zeros(count, dtype=np.uint8),
            np.zeros(count, dtype=np.uint16),
            arrivals.at_ms / 1000 / speed,
            np.full(count, np.nan),
            np.full(count, np.nan),
        )

    def count(self, state: State) -> int:
        return int(np.count_nonzero(self.state == state))

    def latency(self, chosen: npt.NDArray[np.bool_]) -> Latency:
        """From when each of the ``chosen`` batches that was acknowledged was due, retries and waits included."""
        return latency_of((self.heard - self.due)[chosen & (self.state == State.ACKNOWLEDGED)])

    def answered(self, chosen: npt.NDArray[np.bool_]) -> Latency:
        """From when each of the ``chosen`` batches first left."""
        return latency_of((self.heard - self.sent)[chosen & (self.state == State.ACKNOWLEDGED)])

    def lateness(self, chosen: npt.NDArray[np.bool_]) -> Latency:
        """From when each was due until it first left: how far the generator itself was behind, or the laptop busy."""
        return latency_of((self.sent - self.due)[chosen & (self.tries > 0)])


def latency_of(seconds: npt.NDArray[np.float64]) -> Latency:
    if not len(seconds):
        return Latency(np.nan, np.nan, np.nan, 0)
    p50, p99 = np.percentile(seconds, (50, 99))
    return Latency(float(p50), float(p99), float(seconds.max()), len(seconds))
