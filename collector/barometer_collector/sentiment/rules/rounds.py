"""Campaigns that come again and again run in rounds: each has a name of its own, so that each is answered anew.

A round lasts as long as the period that X is of (see ``votes``) and begins on a Monday, 00:00 UTC. Which round a day
is in follows from the calendar alone: a collector that was set back to a backup names them as before.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime

from barometer_collector.sentiment.rules.votes import PERIOD_DAYS

# Each person's turn is on one working day of these; who was away then, or busy, is asked in the week that is left.
SPREAD_DAYS = PERIOD_DAYS - 7
_DAY_MS = 86_400_000
_FIRST_MONDAY = 4  # 5 January 1970, days since 1970
_SHARE_BYTES = 8


@dataclass(frozen=True)
class Round:
    """The days ``first_day`` to ``last_day`` (both included, days since 1970, UTC)."""

    first_day: int

    @property
    def last_day(self) -> int:
        return self.first_day + PERIOD_DAYS - 1

    @property
    def starts_at(self) -> int:
        """Milliseconds since 1970 UTC, as ``ends_at``, which is the moment after the last one."""
        return self.first_day * _DAY_MS

    @property
    def ends_at(self) -> int:
        return (self.last_day + 1) * _DAY_MS

    def slug(self, kind: str) -> str:
        """The name of the campaign of that kind in this round: "pulse-2026-10-26"."""
        return f"{kind}-{datetime.fromtimestamp(self.starts_at / 1000, UTC).date().isoformat()}"


def round_of(day: int) -> Round:
    """The round that ``day`` (days since 1970) is in."""
    return Round(day - (day - _FIRST_MONDAY) % PERIOD_DAYS)


def rounds_between(first_day: int, last_day: int) -> tuple[Round, ...]:
    """Every round that has a day from ``first_day`` to ``last_day``, the oldest first."""
    return tuple(Round(day) for day in range(round_of(first_day).first_day, last_day + 1, PERIOD_DAYS))


def is_in_sample(secret: bytes, slug: str, device_id: int, percent: int) -> bool:
    """Whether the people of a device belong to the ``percent`` of devices that the campaign ``slug`` asks.

    The same all campaign long, and another draw for each: a keyed hash, so that nobody who lacks the installation's
    secret can choose or foresee who is asked.
    """
    if percent >= 100:
        return True
    digest = hmac.new(secret, f"sample:{slug}:{device_id}".encode(), hashlib.sha256).digest()
    return int.from_bytes(digest[:_SHARE_BYTES], "big") * 100 < percent << (8 * _SHARE_BYTES)
