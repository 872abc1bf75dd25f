"""Whether somebody works on the laptop, asked no more often than needed: others must be asked for the answer."""

from collections.abc import Callable

from barometer_agent.clock import Clock
from barometer_agent.sources import usage
from barometer_agent.sources.usage import Use

KEPT_MS = 45_000  # less than a minute, so that whoever asks once a minute gets a new answer each time


class InUse:
    """One per service: what it was told a moment ago holds for everybody who asks."""

    def __init__(self, clock: Clock, read: Callable[[], Use] = usage.read) -> None:
        self._clock = clock
        self._read = read
        self._told: tuple[int, Use] | None = None

    def read(self) -> Use:
        """Use at this moment, or less than KEPT_MS ago."""
        now_ms = self._clock.now().monotonic_ms
        if self._told is None or now_ms - self._told[0] >= KEPT_MS:
            self._told = now_ms, self._read()
        return self._told[1]

    def at_work(self) -> bool:
        """Whether samples that count for a score may be taken."""
        return self.read().in_use
