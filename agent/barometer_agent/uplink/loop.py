"""When to speak with the collector: at its pace, at once for an answer, later and later after failures.

In the pause that a collector asks for between two batches an answer goes at once, in the next of them.
"""

import logging
import threading
from collections.abc import Callable
from random import Random

from barometer_agent.spool import SpoolClosedError, SpoolError
from barometer_agent.uplink.backoff import pause_seconds, wait_seconds
from barometer_agent.uplink.cause import Cause, reason
from barometer_agent.uplink.sender import Done, Outcome
from barometer_agent.uplink.verdict import Later, Unknown

log = logging.getLogger(__name__)

DEFAULT_INTERVAL_SECONDS = 300.0
FIRST_WITHIN_SECONDS = 30.0
# How often an agent that the collector no longer knows looks whether it was enrolled again.
REVOKED_SECONDS = 60.0


class Pace:
    """How long to wait after each outcome. Pure but for the drawing of ``random``."""

    def __init__(self, interval: Callable[[], float], random: Random) -> None:
        self._interval = interval
        self._random = random
        self.failures = 0
        self._pressing = 0  # failures since the last time that the collector asked for no pause

    def first(self) -> float:
        """Spread the fleet from its start on."""
        return self._random.uniform(0.0, min(self._interval(), FIRST_WITHIN_SECONDS) / 2)

    def after(self, outcome: Outcome) -> float:
        """Seconds until the next exchange."""
        if isinstance(outcome, Later):
            self.failures += 1
            self._pressing += 1
            return wait_seconds(self._pressing, outcome.after_seconds, self._random)
        self.failures = 0
        if isinstance(outcome, Unknown):
            return REVOKED_SECONDS
        if outcome.pause_seconds:
            return pause_seconds(outcome.pause_seconds, self._random)
        self._pressing = 0
        return self._interval() * self._random.uniform(0.9, 1.1)


class Uplink:
    """A thread that calls ``exchange`` at its pace until it is stopped."""

    def __init__(self, exchange: Callable[[], Outcome], pace: Pace) -> None:
        self._exchange = exchange
        self._pace = pace
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="uplink", daemon=True)
        self.last: Outcome | None = None

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def wake(self) -> None:
        """Something wants to go now; during a back-off it waits for its end."""
        if self._pace.failures == 0:
            self._wake.set()

    def stop(self, timeout_seconds: float) -> None:
        """End after what is under way, or leave it after ``timeout_seconds``: unacknowledged is sent again."""
        self._stopping.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(timeout_seconds)

    def _run(self) -> None:
        wait = self._pace.first()
        while not self._stopping.is_set():
            self._wake.wait(wait)
            self._wake.clear()
            if self._stopping.is_set():
                return
            try:
                outcome = self._exchange()
            except SpoolClosedError:
                return
            except SpoolError:
                outcome = Later(reason(Cause.DISK))
            except Exception as error:  # noqa: BLE001 - the uplink outlives a bug
                outcome = Later(reason(Cause.FAULT, f"{type(error).__name__}: {error}"))
            self._tell(outcome)
            wait = self._pace.after(outcome)

    def _tell(self, outcome: Outcome) -> None:
        """Log what changed, once."""
        before, self.last = self.last, outcome
        if type(outcome) is type(before):
            return
        match outcome:
            case Later(why):
                log.warning("uplink_waits reason=%s", why)
            case Unknown(why):
                log.error("uplink_stopped reason=%s fix=enrol this device again", why)
            case Done(batches) if before is not None:
                log.warning("uplink_works_again batches=%d", batches)
