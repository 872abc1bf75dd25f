"""Looks at the collector while a fleet works: how far the roll-up is behind, and how soon a batch is in a score."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from barometer_collector.simulation.live.asking import AskingError, StateTold

_EVERY = 2.0
_AHEAD = 1.0  # seconds before it is due that a batch is chosen
_LOOK = 0.25
_PATIENCE = 90.0


class Telling(Protocol):
    """What of a collector's API is asked meanwhile; see ``asking.Collector``."""

    def state(self) -> StateTold:
        """How far the roll-up is."""

    def measured(self, device: str) -> int:
        """How many measured values the score of a device shows."""


@dataclass
class Seen:
    """Seconds since the start and what was seen then; ``fresh`` are seconds from an acknowledgement to the score that
    shows it, ``stale`` counts those that were not seen in time."""

    lags: list[tuple[float, float]] = field(default_factory=list)
    fresh: list[float] = field(default_factory=list)
    stale: int = 0
    unanswered: int = 0


class Upcoming:
    """What a watcher needs to know of a run: a batch that is due soon, whose it is, and when it was acknowledged."""

    def __init__(self, choose: Callable[[float], tuple[int, str] | None], heard: Callable[[int], float | None]) -> None:
        self.choose, self.heard = choose, heard


class Watch:
    """Two threads until ``stop``: one asks how far the roll-up is, one follows one batch after the other."""

    def __init__(
        self,
        collector: Telling,
        upcoming: Upcoming,
        clock: Callable[[], float],
        *,
        every: float = _EVERY,
        look: float = _LOOK,
    ) -> None:
        self._collector, self._upcoming, self._clock = collector, upcoming, clock
        self._every, self._look = every, look
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._lags), threading.Thread(target=self._scores)]
        self.seen = Seen()

    def start(self) -> None:
        """Begin."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> Seen:
        """End, and tell what was seen."""
        self._stop.set()
        for thread in self._threads:
            thread.join()
        return self.seen

    def _lags(self) -> None:
        while not self._stop.wait(self._every):
            try:
                self.seen.lags.append((self._clock(), self._collector.state().lag_seconds))
            except AskingError:
                self.seen.unanswered += 1

    def _scores(self) -> None:
        while not self._stop.wait(self._every):
            chosen = self._upcoming.choose(self._clock() + _AHEAD)
            if chosen is None:
                continue
            try:
                self._follow(*chosen)
            except AskingError:
                self.seen.unanswered += 1

    def _follow(self, batch: int, device: str) -> None:
        before, until = self._collector.measured(device), self._clock() + _PATIENCE
        while self._clock() < until and not self._stop.wait(self._look):
            heard = self._upcoming.heard(batch)
            if heard is not None and self._collector.measured(device) != before:
                self.seen.fresh.append(max(0.0, self._clock() - heard))
                return
        if not self._stop.is_set():
            self.seen.stale += 1


def settle(collector: Telling, seconds: float, pause: Callable[[float], None] = time.sleep) -> float | None:
    """Wait until the roll-up has counted everything; how long that took, None where it was not done in ``seconds``."""
    began = time.monotonic()
    while (spent := time.monotonic() - began) < seconds:
        if collector.state().open_batches == 0:
            return spent
        pause(_LOOK)
    return None
