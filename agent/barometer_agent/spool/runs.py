"""What the runs of samplers gave, on its way into the spool."""

import sqlite3
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from barometer_agent.clock import Moment
from barometer_agent.spool import intake, memory
from barometer_shared.samples import Sample


class Run(NamedTuple):
    """What one run of a sampler gave, and where it left off (None: it has no cursor, and cannot read again)."""

    sampler: str
    samples: Sequence[Sample]
    cursor: str | None
    taken: Moment


class Runs:
    """Takes them in, and remembers what could not be: samples without a cursor do not come again."""

    def __init__(self) -> None:
        self._unwritten: Counter[str] = Counter()

    def add(self, connection: sqlite3.Connection, runs: Sequence[Run]) -> int:
        """Append them, and what was not written before as dropped. Returns how many bytes of the quota they take."""
        added = 0
        for run in runs:
            added += intake.add_samples(connection, run.samples, run.taken)
            if run.cursor is not None:
                memory.set_cursor(connection, run.sampler, run.cursor)
        intake.count_dropped(connection, self._unwritten)
        return added

    def written(self) -> None:
        """What was added is durable."""
        self._unwritten.clear()

    def not_written(self, runs: Sequence[Run]) -> None:
        """They could not be added."""
        self._unwritten.update(sample.metric for run in runs if run.cursor is None for sample in run.samples)
