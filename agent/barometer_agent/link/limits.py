"""How often one account may ask: a program in a loop must not make the agent a burden on the laptop."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Rate:
    """``burst`` at once, then one every ``seconds``."""

    burst: int
    seconds: float


ANYTHING = Rate(10, 1.0)
SENT = Rate(4, 15.0)  # reads and unpacks everything that was sent in a month
_MOST_KNOWN = 256


class Limits:
    """A token bucket for each account and kind of request; may be used by several threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._full_at: dict[tuple[str, Rate], float] = {}
        self._mutex = threading.Lock()

    def allow(self, account: str, rate: Rate = ANYTHING) -> bool:
        """Whether ``account`` may ask now; counted when it may."""
        key = account, rate
        with self._mutex:
            now = self._clock()
            full_at = max(self._full_at.get(key, now), now) + rate.seconds
            if full_at - now > rate.burst * rate.seconds:
                return False
            if len(self._full_at) >= _MOST_KNOWN:
                self._full_at = {known: moment for known, moment in self._full_at.items() if moment > now}
            self._full_at[key] = full_at
            return True
