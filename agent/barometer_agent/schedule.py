"""When each sampler runs: soon after the start, then at its pace with some spread, one at a time.

Times are counted on the clock that nobody can set and that goes on while the laptop sleeps. Runs that were missed are
not made up for: after a weekend with the lid closed, each sampler runs once. One thread does the work in order, so that
a slow sampler delays others instead of multiplying.
"""

import threading
from collections.abc import Callable, Iterable
from random import Random

from barometer_agent.clock import Clock
from barometer_agent.sampler import Sampler

FIRST_APART_MS = 200
SPREAD = 0.05  # of the pace, to either side
EARLY = 2 * SPREAD  # of the pace: so that those of one pace, once together, stay together
LOOK_SECONDS = 60.0  # a wait does not count the time asleep: no run is later than this after waking up


class Schedule:
    """Calls ``run`` for each of ``samplers``, the most frequent first; ``pace`` gives the seconds between two runs.

    ``ended`` is called after the last run of each turn. ``ran`` is one of them that has just had its first run.
    """

    def __init__(
        self,
        samplers: Iterable[Sampler],
        run: Callable[[Sampler], None],
        clock: Clock,
        pace: Callable[[Sampler], float],
        random: Random,
        ran: Sampler | None = None,
        ended: Callable[[], None] = lambda: None,
    ) -> None:
        self._run = run
        self._clock = clock
        self._pace = pace
        self._random = random
        self._ended = ended
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._work, name="samplers", daemon=True)
        self._ran = {ran} if ran is not None else set()
        begin = self._now()
        self._due = {
            sampler: begin + (self._wait_ms(sampler) if sampler is ran else index * FIRST_APART_MS)
            for index, sampler in enumerate(sorted(samplers, key=pace))
        }

    def start(self) -> None:
        """Begin: every sampler runs once within the first seconds."""
        self._thread.start()

    def turn(self) -> float:
        """Run what is due, the longest overdue first; the seconds until something is again.

        Whatever is due shortly after comes along: to wake up costs more than most samplers do.
        """
        woken, now = False, self._now()
        for sampler in sorted(self._due, key=self._due.__getitem__):
            early = EARLY * self._pace(sampler) * 1000 if woken and sampler in self._ran else 0
            if self._due[sampler] - early > now or self._stopping.is_set():
                continue
            woken = True
            self._ran.add(sampler)
            self._due[sampler] = now + self._wait_ms(sampler)
            self._run(sampler)
            now = self._now()
        if woken:
            self._ended()
        if not self._due:
            return LOOK_SECONDS
        return max(0.0, (min(self._due.values()) - now) / 1000)

    def next_seconds(self) -> float:
        """In how many seconds something is due; may be called from any thread."""
        return (min(self._due.values(), default=0) - self._now()) / 1000

    def hasten(self) -> None:
        """The pace became quicker: nothing waits longer than it would have from now on."""
        now = self._now()
        for sampler, due in list(self._due.items()):
            self._due[sampler] = min(due, now + self._wait_ms(sampler))

    def stop(self, timeout_seconds: float) -> None:
        """End after the run under way, or leave it after ``timeout_seconds``."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(timeout_seconds)

    def _work(self) -> None:
        wait = 0.0
        while not self._stopping.wait(min(wait, LOOK_SECONDS)):
            wait = self.turn()

    def _wait_ms(self, sampler: Sampler) -> int:
        return round(self._pace(sampler) * 1000 * self._random.uniform(1 - SPREAD, 1 + SPREAD))

    def _now(self) -> int:
        return self._clock.now().monotonic_ms
