"""What the service looks at once a minute: the clock, what it takes itself, and what the laptop can spare."""

import logging
from collections.abc import Callable

import msgspec

from barometer_agent.clock import Clock, step_ms
from barometer_agent.guard import Act, Guard, Restart
from barometer_agent.sources import footprint, limits
from barometer_agent.sources.footprint import Footprint
from barometer_agent.sources.limits import Limits
from barometer_agent.spool import Spool, SpoolError
from barometer_shared.samples import Sample

log = logging.getLogger(__name__)

LOOK_SECONDS = 60.0
AFTER_TURN_SECONDS = 0.2  # while the processor still has at hand what that turn needed: a look alone costs more
SOON_SECONDS = 30.0  # after a look at which something was too much
LIMITS_MS = 300_000  # asking the system may start a program
_RESTART = "restart"


class Watch:
    """``limited`` is told the limits whenever they were read, ``slowed`` whether to go slower or at the usual pace.

    ``next_turn`` is in how many seconds the samplers have their next turn.
    """

    def __init__(
        self,
        spool: Spool,
        clock: Clock,
        limited: Callable[[Limits], None],
        slowed: Callable[[Act], None],
        read: Callable[[], Footprint] = footprint.read,
        read_limits: Callable[[], Limits] = limits.read,
        next_turn: Callable[[], float] = lambda: 0.0,
    ) -> None:
        self._spool = spool
        self._clock = clock
        self._limited = limited
        self._slowed = slowed
        self._read = read
        self._read_limits = read_limits
        self._next_turn = next_turn
        self._before = clock.now()
        self._limits_at: int | None = None
        self._guard = Guard(_remembered(spool))

    def next_seconds(self) -> float:
        """When to look again: right after the samplers' next turn where that is about time."""
        if self._guard.alarmed:
            return SOON_SECONDS
        turn = self._next_turn()
        soon = LOOK_SECONDS / 2 < turn < LOOK_SECONDS - AFTER_TURN_SECONDS
        return turn + AFTER_TURN_SECONDS if soon else LOOK_SECONDS

    def heed_limits(self) -> None:
        """Read the limits now: what must be spared is spared from the first exchange on."""
        self._limits_at = self._clock.now().monotonic_ms
        self._limited(self._read_limits())

    def look(self) -> bool:
        """One look; True when the service should start anew, which is then remembered and reported."""
        now = self._clock.now()
        stepped = step_ms(self._before, now)
        if stepped:
            log.warning("clock_was_set by_ms=%d", stepped)
        self._before = now
        if self._limits_at is None or now.monotonic_ms - self._limits_at >= LIMITS_MS:
            self.heed_limits()
        return self._restarts(self._read())

    def _restarts(self, used: Footprint) -> bool:
        act = self._guard.judge(used, self._before)
        if act is None:
            return False
        log.warning("own_use act=%s reason=%s memory_kib=%d", act, self._guard.reason or "none", used.memory_kib)
        if act is Act.RESTART:
            return self._report(self._guard.reason)
        self._slowed(act)
        return False

    def _report(self, reason: str) -> bool:
        """Whether it is durable: without that the next one could not know how long ago the last one was."""
        now = self._before
        try:
            self._spool.remember(_RESTART, msgspec.json.encode(Restart(reason, now)).decode())
            self._spool.add("guard", [Sample("agent_restart", 1, now.utc_ms, labels={"reason": reason})], None, now)
        except SpoolError as error:
            log.warning("restart_put_off reason=%s", error)
            return False
        return True


def _remembered(spool: Spool) -> Restart | None:
    """None also while the spool cannot be read: as long as it cannot be written, there is no restart either."""
    try:
        kept = spool.recall(_RESTART)
        return msgspec.json.decode(kept, type=Restart) if kept else None
    except (SpoolError, msgspec.DecodeError):
        return None
