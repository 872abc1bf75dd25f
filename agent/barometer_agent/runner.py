"""Runs samplers: times them, spools what they give with their cursor, keeps the gaps, and survives their faults.

A sampler that fails is logged once and its metrics become a gap.
"""

import logging
import threading
import time
import traceback
from collections.abc import Callable, Iterable, Sequence
from pathlib import PurePath
from typing import Protocol

from barometer_agent.clock import Clock
from barometer_agent.sampler import Context, Reason, Sampler
from barometer_agent.spool import Run, Spool, SpoolError
from barometer_shared.protocol import Target
from barometer_shared.samples import Gap, GapKind, Sample

log = logging.getLogger(__name__)

SLOW_SECONDS = 30.0
HELD_MS = 240_000  # a cursor alone would cost a transaction, and a disk sync, of its own


class Taken(Protocol):
    """What one run gave."""

    @property
    def samples(self) -> Sequence[Sample]: ...
    @property
    def gaps(self) -> Sequence[Gap]: ...
    @property
    def cursor(self) -> str | None: ...


Take = Callable[[Sampler, Context], Taken]


class Runner:
    """Runs the samplers called ``names``.

    ``in_use`` says whether somebody works on the laptop now; ``targets`` what the network is measured to.
    """

    def __init__(
        self,
        names: Iterable[str],
        take: Take,
        spool: Spool,
        clock: Clock,
        in_use: Callable[[], bool] = lambda: True,
        targets: Callable[[], tuple[Target, ...]] = tuple,
    ) -> None:
        self._take = take
        self._spool = spool
        self._clock = clock
        self._in_use = in_use
        self._targets = targets
        self._unsettled = set(names)
        self._gaps: dict[str, tuple[Gap, ...]] = {}
        self._told: list[Gap] | None = None
        self._untold = True
        self._failing: dict[str, str] = {}
        self._gathered: list[Run] = []
        self._cursors: dict[str, str | None] = {}  # those that are durable, as far as they were needed
        self._held: dict[str, tuple[str, int]] = {}  # cursors that are not yet durable, and since when there is one
        self._writing = threading.Lock()  # the end does not wait for a sampler that hangs

    @property
    def failing(self) -> list[str]:
        """The samplers that failed at their last run."""
        return sorted(self._failing)

    def run(self, sampler: Sampler) -> None:
        """One run, durable at once."""
        self.gather(sampler)
        self.write()

    def gather(self, sampler: Sampler) -> None:
        """One run, to be written with others; whatever happens, the next sampler runs."""
        started = time.monotonic()
        try:
            self._sample(sampler)
        except SpoolError as error:
            log.debug("sample_not_spooled sampler=%s reason=%s", sampler.name, error)
        except Exception as error:  # noqa: BLE001 - whatever one sampler does, the others go on
            self._failed(sampler, error)
        seconds = time.monotonic() - started
        if seconds > SLOW_SECONDS:
            log.warning("sampler_slow sampler=%s seconds=%.1f", sampler.name, seconds)

    def spare(self, sampler: Sampler, reason: Reason) -> None:
        """Not run for ``reason``, which is told of its metrics until it runs again."""
        self._tell(sampler, reason)

    def write(self, held_ms: int = HELD_MS) -> None:
        """Make durable, in one transaction, what was gathered and the cursors that were held back for ``held_ms``."""
        with self._writing:
            now = self._clock.now()
            runs, self._gathered = self._gathered, []
            told = {run.sampler for run in runs}
            for name, (cursor, since_ms) in list(self._held.items()):
                if name not in told and now.monotonic_ms - since_ms >= held_ms:
                    runs.append(Run(name, (), cursor, now))
            if runs:
                self._write(runs)

    def flush(self) -> None:
        """Make durable what is held back; to be called at the end."""
        self.write(held_ms=0)

    def _sample(self, sampler: Sampler) -> None:
        if sampler.about.while_in_use and not self._in_use():
            self._settle(sampler, self._gaps.get(sampler.name, ()))
            return
        before = self._cursor(sampler.name)
        context = Context(self._clock.now().utc, self._targets(), before)
        taken = self._take(sampler, context)
        if taken.samples:
            self._gathered.append(Run(sampler.name, taken.samples, taken.cursor, self._clock.now()))
        elif taken.cursor is not None and taken.cursor != before:
            self._hold(sampler.name, taken.cursor)
        if context.lost:
            log.warning("records_lost sampler=%s why=%s", sampler.name, context.lost.en)
        if self._failing.pop(sampler.name, None):
            log.warning("sampler_works_again sampler=%s", sampler.name)
        self._settle(sampler, tuple(taken.gaps))

    def _cursor(self, name: str) -> str | None:
        if name in self._held:
            return self._held[name][0]
        if name not in self._cursors:
            self._cursors[name] = self._spool.cursor(name)
        return self._cursors[name]

    def _hold(self, name: str, cursor: str) -> None:
        """A cursor alone waits for company: whoever starts with an older one reads the same again, and no samples."""
        _, since_ms = self._held.get(name, ("", self._clock.now().monotonic_ms))
        self._held[name] = cursor, since_ms

    def _write(self, runs: list[Run]) -> None:
        try:
            self._spool.add_all(runs)
        except SpoolError as error:
            log.debug("samples_not_spooled reason=%s", error)
            return
        except Exception as error:  # noqa: BLE001 - what one sampler gave may not cost what the others gave
            self._divide(runs, error)
            return
        for name, samples, cursor, _ in runs:
            if cursor is not None:
                self._cursors[name] = cursor
                self._held.pop(name, None)
            log.debug("spooled sampler=%s samples=%d", name, len(samples))

    def _divide(self, runs: list[Run], error: Exception) -> None:
        if len(runs) > 1:
            for run in runs:
                self._write([run])
            return
        kind = type(error).__name__
        log.error("samples_not_written sampler=%s kind=%s at=%s", runs[0].sampler, kind, _place(error))
        self._failing[runs[0].sampler] = kind

    def _failed(self, sampler: Sampler, error: Exception) -> None:
        kind = type(error).__name__
        if self._failing.get(sampler.name) != kind:
            log.error("sampler_failed sampler=%s kind=%s at=%s", sampler.name, kind, _place(error))
        self._failing[sampler.name] = kind
        reason = Reason(
            f"the sampler {sampler.name} failed ({kind}); the agent's log says more",
            f"de meting {sampler.name} is mislukt ({kind}); in het log van de agent staat meer",
        )
        self._tell(sampler, reason)

    def _tell(self, sampler: Sampler, reason: Reason) -> None:
        """Why there is nothing of any of its metrics."""
        gaps = tuple(Gap(metric, GapKind.NO_DATA, reason.localised) for metric in sampler.about.metrics)
        try:
            self._settle(sampler, gaps)
        except Exception as second:  # noqa: BLE001 - the spool itself is what fails
            log.debug("gaps_not_spooled kind=%s", type(second).__name__)

    def _settle(self, sampler: Sampler, gaps: tuple[Gap, ...]) -> None:
        """Hand over the full set of gaps once every sampler was heard, and again whenever it changes."""
        if sampler.name in self._unsettled or self._gaps.get(sampler.name) != gaps:
            self._gaps[sampler.name] = gaps
            self._unsettled.discard(sampler.name)
            self._untold = True
        if self._unsettled or not self._untold:
            return
        every = sorted((gap for one in self._gaps.values() for gap in one), key=lambda gap: (gap.metric, gap.kind))
        if every != self._told:
            self._spool.set_gaps(every)
            self._told = every
        self._untold = False


def _place(error: Exception) -> str:
    """Where it was raised, without the message or the paths, which may name a person."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{PurePath(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "unknown"
