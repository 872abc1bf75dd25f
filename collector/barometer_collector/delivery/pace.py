"""How often a laptop may ask for what costs a look into its history."""

import math
from collections import OrderedDict
from datetime import datetime, timedelta
from threading import Lock

from barometer_collector.errors import ProblemError

_MOST_KEYS = 10_000


class Pace:
    """At most ``most`` times within ``window`` for each device. Counted in the memory of one process."""

    def __init__(self, most: int = 30, window: timedelta = timedelta(minutes=5)) -> None:
        self._most, self._window = most, window
        self._asked: OrderedDict[int, list[datetime]] = OrderedDict()
        self._lock = Lock()

    def keep(self, device_id: int, now: datetime) -> None:
        """Count one more. Raises ProblemError 429, with how long to wait."""
        with self._lock:
            recent = [at for at in self._asked.pop(device_id, []) if at > now - self._window]
            self._asked[device_id] = recent
            if len(recent) >= self._most:
                wait = recent[0] + self._window - now
                raise ProblemError(
                    429,
                    "this laptop asks too often",
                    rule=f"at most {self._most} times in {self._window // timedelta(minutes=1)} minutes",
                    fix="ask again after Retry-After",
                    headers={"Retry-After": str(max(1, math.ceil(wait.total_seconds())))},
                )
            recent.append(now)
            while len(self._asked) > _MOST_KEYS:
                self._asked.popitem(last=False)
