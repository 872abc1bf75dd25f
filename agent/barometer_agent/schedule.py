"""When each sampler runs: soon after the start, then at its pace with some spread, one at a time.

APScheduler decides the times; the work is done in order by one thread, so that a slow sampler delays others
instead of multiplying. Runs that were missed (the laptop slept) are not made up for.
"""

import logging
import queue
import threading
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta

from apscheduler.executors.debug import DebugExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

from barometer_agent.sampler import Sampler

FIRST_APART_SECONDS = 0.2
SPREAD = 0.1  # of the pace, to either side


class Schedule:
    """Calls ``run`` for each sampler; ``pace`` overrides how often, where it is shorter than the sampler's own."""

    def __init__(self, samplers: Iterable[Sampler], run: Callable[[Sampler], None], pace: float | None = None) -> None:
        self._samplers = list(samplers)
        self._run = run
        self._pace = pace
        self._due: queue.Queue[Sampler | None] = queue.Queue()
        self._waiting: set[str] = set()
        self._thread = threading.Thread(target=self._work, name="samplers", daemon=True)
        self._scheduler = BackgroundScheduler(
            timezone=UTC,
            executors={"default": DebugExecutor()},
            job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1},
        )

    def start(self) -> None:
        """Begin: every sampler runs once within its first seconds."""
        logging.getLogger("apscheduler").setLevel(logging.ERROR)
        self._plan()
        self._thread.start()
        self._scheduler.start()

    def replan(self) -> None:
        """Count anew from now: the wall clock was set, and the times that were planned mean nothing any more."""
        self._plan()

    def stop(self, timeout_seconds: float) -> None:
        """End after the run under way, or leave it after ``timeout_seconds``."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        self._due.put(None)
        if self._thread.is_alive():
            self._thread.join(timeout_seconds)

    def pace(self, sampler: Sampler) -> float:
        """Seconds between two runs of ``sampler``."""
        return sampler.every if self._pace is None else min(sampler.every, self._pace)

    def _plan(self) -> None:
        now = datetime.now(UTC)
        for index, sampler in enumerate(self._samplers):
            pace = self.pace(sampler)
            self._scheduler.add_job(
                self._enqueue,
                IntervalTrigger(seconds=max(1, round(pace)), jitter=max(1, round(pace * SPREAD)), timezone=UTC),
                args=(sampler,),
                id=sampler.name,
                next_run_time=now + timedelta(seconds=index * FIRST_APART_SECONDS),
                replace_existing=True,
            )

    def _enqueue(self, sampler: Sampler) -> None:
        if sampler.name not in self._waiting:
            self._waiting.add(sampler.name)
            self._due.put(sampler)

    def _work(self) -> None:
        while (sampler := self._due.get()) is not None:
            self._waiting.discard(sampler.name)
            self._run(sampler)
