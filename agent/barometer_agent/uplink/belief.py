"""Whether to believe how far the clocks are apart: one balancer with a wrong clock must not date a whole backlog."""

from collections import deque
from datetime import timedelta

from msgspec import Struct

from barometer_agent.clock import Moment, Skew, step_ms

# A laptop's clock that is off by more is rarer than a ``Date`` that is.
AT_ONCE_MS = int(timedelta(days=1).total_seconds()) * 1000
AGREE_MS = 60_000
APART_MS = 60_000
# As many servers in turn, each with a clock of its own, are told apart.
HEARD = 8
# Longer than that nothing is held back for it: a full spool would begin to drop, and nobody would be told the count.
LONGEST_MS = int(timedelta(days=1).total_seconds()) * 1000
# Of the time between two comparisons no more counts: a weekend of sleep is no weekend of contradictions.
_COUNTED_MS = 3600 * 1000


class Doubted(Struct, frozen=True):
    """What was ``heard`` last and is not believed; ``lasted_ms`` is how long that has gone on, over restarts too."""

    heard: Skew
    lasted_ms: int = 0

    @property
    def too_long(self) -> bool:
        """Whether waiting for two comparisons that agree leads nowhere."""
        return self.lasted_ms >= LONGEST_MS


class Belief:
    """A small difference is believed at once, a large one when it is measured again at least a minute later."""

    def __init__(self) -> None:
        self._heard: deque[Skew] = deque(maxlen=HEARD)

    @property
    def doubts(self) -> bool:
        """Whether what was heard last is not believed yet."""
        return bool(self._heard)

    def holds(self, skew_ms: int, known_ms: int | None, now: Moment) -> bool:
        """Whether to act on ``skew_ms``, measured ``now``, where ``known_ms`` was believed so far."""
        agreeing = [one for one in self._heard if _agree(one, skew_ms, now)]
        if (
            abs(skew_ms) <= AT_ONCE_MS
            or (known_ms is not None and abs(known_ms - skew_ms) <= AGREE_MS)
            or any(now.monotonic_ms - one.measured.monotonic_ms >= APART_MS for one in agreeing)
        ):
            self._heard.clear()
            return True
        if not agreeing:
            self._heard.append(Skew(skew_ms, now))
        return False


def doubted_again(before: Doubted | None, skew_ms: int, now: Moment) -> Doubted:
    """What to tell after one more comparison that is not believed."""
    heard = Skew(skew_ms, now)
    if before is None:
        return Doubted(heard)
    since = before.heard.measured
    passed_ms = now.monotonic_ms - since.monotonic_ms if since.boot_id == now.boot_id else 0
    return Doubted(heard, before.lasted_ms + min(max(passed_ms, 0), _COUNTED_MS))


def _agree(heard: Skew, skew_ms: int, now: Moment) -> bool:
    same_boot = heard.measured.boot_id == now.boot_id
    return same_boot and abs(heard.skew_ms + step_ms(heard.measured, now) - skew_ms) <= AGREE_MS
