"""Whether to believe how far the clocks are apart: one balancer with a wrong clock must not date a whole backlog."""

from datetime import timedelta

from barometer_agent.clock import Moment, Skew, step_ms

# A laptop's clock that is off by more is rarer than a ``Date`` that is.
AT_ONCE_MS = int(timedelta(days=1).total_seconds()) * 1000
AGREE_MS = 60_000
APART_MS = 60_000


class Belief:
    """A small difference is believed at once, a large one when it is measured again at least a minute later."""

    def __init__(self) -> None:
        self._heard: Skew | None = None

    @property
    def doubts(self) -> bool:
        """Whether what was heard last is not believed yet."""
        return self._heard is not None

    def holds(self, skew_ms: int, known_ms: int | None, now: Moment) -> bool:
        """Whether to act on ``skew_ms``, measured ``now``, where ``known_ms`` was believed so far."""
        if abs(skew_ms) <= AT_ONCE_MS or (known_ms is not None and abs(known_ms - skew_ms) <= AGREE_MS):
            self._heard = None
            return True
        heard = self._heard
        if heard is None or not _agree(heard, skew_ms, now):
            self._heard = Skew(skew_ms, now)
            return False
        if now.monotonic_ms - heard.measured.monotonic_ms < APART_MS:
            return False
        self._heard = None
        return True


def _agree(heard: Skew, skew_ms: int, now: Moment) -> bool:
    same_boot = heard.measured.boot_id == now.boot_id
    return same_boot and abs(heard.skew_ms + step_ms(heard.measured, now) - skew_ms) <= AGREE_MS
