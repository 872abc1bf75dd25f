"""How big a bite of the open batches may be."""

from collections.abc import Sequence
from dataclasses import dataclass

# On SQLite a bite holds the write lock this long, and while it is made durable. Commits of the intake wait for it: they
# shall wait 50 ms at most. On a server nobody waits for it.
TARGET_SECONDS = 0.02
SERVER_TARGET_SECONDS = 0.5
FEWEST_SAMPLES = 500
MOST_SAMPLES = 200_000
MOST_DAYS = 2_000


@dataclass(frozen=True, slots=True)
class OpenBatch:
    """A batch that is not counted yet: the number of its first sample, how many it has, and the day it arrived."""

    first_sample: int
    samples: int
    arrived: int  # days since 1970, UTC


def bite_of(open_batches: Sequence[OpenBatch], samples: int) -> Sequence[OpenBatch]:
    """The first batches, at least one, that hold about ``samples`` samples together. An empty batch counts for one."""
    held = 0
    for count, batch in enumerate(open_batches):
        held += max(1, batch.samples)
        if held > samples and count:
            return open_batches[:count]
    return open_batches


def next_size(samples: int, took_seconds: float, target_seconds: float = TARGET_SECONDS) -> int:
    """How many samples the next bite should hold, when the last one of ``samples`` took that long."""
    return min(MOST_SAMPLES, max(FEWEST_SAMPLES, _fitting(samples, took_seconds, target_seconds)))


def next_days(days: int, took_seconds: float, target_seconds: float = TARGET_SECONDS) -> int:
    """How many days of devices should be packed in the next bite, when that many took that long."""
    return min(MOST_DAYS, max(1, _fitting(days, took_seconds, target_seconds)))


def target_seconds(*, is_sqlite: bool) -> float:
    """How long a bite is meant to take."""
    return TARGET_SECONDS if is_sqlite else SERVER_TARGET_SECONDS


def _fitting(size: int, took_seconds: float, target_seconds: float) -> int:
    return int(size * min(2.0, max(0.25, target_seconds / max(took_seconds, 1e-6))))
