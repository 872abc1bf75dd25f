"""Whether somebody works on the laptop, asked no more often than needed: others must be asked for the answer.

Where the system tells a service of no input (the laptop's own keyboard on Windows), the tray of a session tells.
"""

from collections.abc import Callable

from barometer_agent.clock import Clock
from barometer_agent.sources import usage
from barometer_agent.sources.usage import Use, with_input

KEPT_MS = 45_000  # less than a minute, so that whoever asks once a minute gets a new answer each time
TOLD_MS = 150_000  # a tray that tells once a minute and has been silent for so long is gone


class InUse:
    """One per service: what it was told a moment ago holds for everybody who asks."""

    def __init__(self, clock: Clock, read: Callable[[], Use] = usage.read) -> None:
        self._clock = clock
        self._read = read
        self._told: tuple[int, Use] | None = None
        # When a tray last told, and when somebody last touched the laptop, by the monotonic clock.
        self._heard: tuple[int, int] | None = None

    def read(self) -> Use:
        """Use at this moment, or less than KEPT_MS ago."""
        now_ms = self._clock.now().monotonic_ms
        if self._told is None or now_ms - self._told[0] >= KEPT_MS:
            self._told = now_ms, self._read()
        return with_input(self._told[1], self._idle_ms(now_ms))

    def touched(self, idle_ms: int) -> None:
        """The tray of a session tells how long ago that was; may be called by another thread than ``read``."""
        now_ms = self._clock.now().monotonic_ms
        before_ms = self._idle_ms(now_ms)
        latest_ms = idle_ms if before_ms is None else min(idle_ms, before_ms)
        self._heard = now_ms, now_ms - latest_ms

    def at_work(self) -> bool:
        """Whether samples that count for a score may be taken."""
        return self.read().in_use

    def _idle_ms(self, now_ms: int) -> int | None:
        heard = self._heard
        return None if heard is None or now_ms - heard[0] > TOLD_MS else now_ms - heard[1]
