"""What time it is on this laptop, and how to correct what was measured while its clock was wrong.

A laptop's clock jumps: it starts in 1970 with an empty battery and is set right a minute later, a person turns
it back, a time server steps it. Within one boot the monotonic clock tells by how much: the difference between
two moments' (wall clock minus monotonic clock) is what the wall clock was stepped by in between.
"""

import sys
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Protocol

from msgspec import Struct

from barometer_agent.sources import time_zone

# Slewing and rounding stay far below this; whoever sets a clock by hand or by NTP step is above it.
STEP_MS = 2_000


@dataclass(frozen=True)
class Moment:
    """A point in time as each row of the spool keeps it; ``monotonic_ms`` counts from the start of ``boot_id``."""

    utc_ms: int
    utc_offset_minutes: int
    boot_id: str
    monotonic_ms: int

    @property
    def utc(self) -> datetime:
        """The wall clock as an aware datetime."""
        return datetime.fromtimestamp(self.utc_ms / 1000, UTC)

    @property
    def month(self) -> str:
        """Its month, as in ``2026-11``."""
        return self.utc.strftime("%Y-%m")

    def without(self, skew_ms: int | None) -> "Moment":
        """The same moment by the server's clock, as far as that is known."""
        return replace(self, utc_ms=max(0, self.utc_ms - (skew_ms or 0)))


class Skew(Struct, frozen=True):
    """The device's clock, as it was at ``measured``, was ``skew_ms`` ahead of the server's."""

    skew_ms: int
    measured: Moment


class Clock(Protocol):
    """Who is asked for the time; tests give one that stands still."""

    def now(self) -> Moment: ...


class SystemClock:
    """The clock of this laptop in the boot ``boot_id``."""

    def __init__(self, boot_id: str) -> None:
        self._boot_id = boot_id

    def now(self) -> Moment:
        """This moment, with the offset of the local time zone as it is now (daylight saving and travel included)."""
        now = datetime.now(UTC)
        return Moment(int(now.timestamp() * 1000), time_zone.offset_minutes(now), self._boot_id, awake_and_asleep_ms())


def awake_and_asleep_ms() -> int:
    """Milliseconds since the laptop started, suspended time included.

    Python's ``time.monotonic`` stands still during suspend on Linux and macOS, which would look like a step of
    the wall clock. Sources: clock_gettime(2) for CLOCK_BOOTTIME, macOS clock_gettime(3) for CLOCK_MONOTONIC.
    """
    if sys.platform == "linux":
        nanoseconds = time.clock_gettime_ns(time.CLOCK_BOOTTIME)
    elif sys.platform == "darwin":
        nanoseconds = time.clock_gettime_ns(time.CLOCK_MONOTONIC)
    else:
        nanoseconds = time.monotonic_ns()
    return nanoseconds // 1_000_000


def step_ms(earlier: Moment, later: Moment) -> int:
    """By how much the wall clock was set forward between two moments of one boot; 0 where that is unknown."""
    if earlier.boot_id != later.boot_id:
        return 0
    step = (later.utc_ms - later.monotonic_ms) - (earlier.utc_ms - earlier.monotonic_ms)
    return step if abs(step) >= STEP_MS else 0


def corrected(at_ms: int, taken: Moment, like: Moment) -> int:
    """A sample's time by the clock as it is at ``like``, when it was spooled at ``taken``.

    What lies before the boot of ``taken`` was dated by another boot's clock and stays as it is.
    """
    if at_ms < taken.utc_ms - taken.monotonic_ms:
        return at_ms
    return max(0, at_ms + step_ms(taken, like))
