"""The agent watches itself: what to do when it takes more of the laptop than it may.

Above MOST_KIB of memory, or MOST_PPM of a core, for FOR_MS it halves its pace; still above for as long again, it starts
anew. It does that once an hour at most: a second time within the hour it stays at half the pace and says so.
"""

from collections import deque
from collections.abc import Sequence
from enum import StrEnum

import msgspec

from barometer_agent.clock import Moment
from barometer_agent.sources.footprint import Footprint

MOST_KIB = 64 * 1024
MOST_PPM = 20_000  # 2 % of a core
FOR_US = 30_000_000
CALM_US = 600_000_000  # below both for this long: the usual pace again
APART_MS = 3_600_000
STARTING_US = 60_000_000  # starting takes a second of processor time, which is no sign of anything


class Act(StrEnum):
    """What to do now."""

    SLOW_DOWN = "slow_down"
    SPEED_UP = "speed_up"
    RESTART = "restart"
    STAY_SLOW = "stay_slow"


class Restart(msgspec.Struct, frozen=True):
    """The last time the agent started itself anew: what was too much, and when."""

    reason: str
    at: Moment


class Guard:
    """Judges one reading after another; ``last`` is the restart that is remembered, None where there was none.

    ``alarmed`` says that the last reading alone was too much: the next one should not wait for long.
    """

    def __init__(self, last: Restart | None = None) -> None:
        self._last = last
        self._begun_us: int | None = None
        self._readings: deque[Footprint] = deque()
        self._calm_since: int | None = None
        self._stays = False
        self.slow = False
        self.reason = ""
        self.alarmed = False

    def judge(self, used: Footprint, now: Moment) -> Act | None:
        """What this reading asks for; ``reason`` then names what was too much: ``memory`` or ``cpu``."""
        self._begun_us = used.at_us if self._begun_us is None else self._begun_us
        if used.at_us - self._begun_us < STARTING_US:
            return None
        before = self._readings[-1] if self._readings else used
        self.alarmed = used.memory_kib > MOST_KIB or used.cpu_ppm_since(before) > MOST_PPM
        self._readings.append(used)
        while len(self._readings) > 2 and used.at_us - self._readings[1].at_us >= FOR_US:
            self._readings.popleft()
        if used.at_us - self._readings[0].at_us < FOR_US:
            return None
        self.reason = excess(self._readings)
        return self._too_much(now) if self.reason else self._enough(used.at_us)

    def _too_much(self, now: Moment) -> Act | None:
        self._calm_since = None
        self._readings.clear()
        if not self.slow:
            self.slow = True
            return Act.SLOW_DOWN
        if may_restart(self._last, now):
            return Act.RESTART
        said, self._stays = self._stays, True
        return None if said else Act.STAY_SLOW

    def _enough(self, at_us: int) -> Act | None:
        if not self.slow:
            return None
        self._calm_since = at_us if self._calm_since is None else self._calm_since
        if at_us - self._calm_since < CALM_US:
            return None
        self.slow = self._stays = False
        self._calm_since = None
        return Act.SPEED_UP


def excess(readings: Sequence[Footprint]) -> str:
    """``memory`` where every reading is above its limit, ``cpu`` where the mean of the time between them is."""
    if min(used.memory_kib for used in readings) > MOST_KIB:
        return "memory"
    return "cpu" if readings[-1].cpu_ppm_since(readings[0]) > MOST_PPM else ""


def may_restart(last: Restart | None, now: Moment) -> bool:
    """Whether the last restart is long enough ago; one in another boot is."""
    if last is None or last.at.boot_id != now.boot_id:
        return True
    return now.monotonic_ms - last.at.monotonic_ms >= APART_MS
