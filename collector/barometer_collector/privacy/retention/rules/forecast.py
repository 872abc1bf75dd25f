"""How fast the database grows, and when its disk is full."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

GROWTH_DAYS = 7  # a week: on Sundays less is measured
_DAY_MS = 86_400_000
_SHORTEST_MS = 20 * 3_600_000  # nearly a day: what grows by day stands still by night


@dataclass(frozen=True, slots=True)
class Use:
    """What was in use at a moment (milliseconds since 1970 UTC): of the whole database, and of that the raw samples."""

    at: int
    used: int
    raw: int


@dataclass(frozen=True, slots=True)
class Growth:
    """Bytes per day; negative where it shrinks."""

    raw: float
    rest: float

    @property
    def total(self) -> float:
        return self.raw + self.rest


def growth_of(uses: Sequence[Use]) -> Growth | None:
    """How fast it grew over the last GROWTH_DAYS; None until about a day was seen."""
    if not uses:
        return None
    last = max(uses, key=lambda each: each.at)
    first = min((each for each in uses if last.at - each.at <= GROWTH_DAYS * _DAY_MS), key=lambda each: each.at)
    if last.at - first.at < _SHORTEST_MS:
        return None
    days = (last.at - first.at) / _DAY_MS
    raw = (last.raw - first.raw) / days
    return Growth(raw, (last.used - first.used) / days - raw)


def days_until_full(growth: Growth, raw: int, most_raw: float, free: int) -> float:
    """In how many days ``free`` bytes are used up; infinite when at this pace they never are.

    Raw samples grow until they take ``most_raw`` bytes (their budget, or all the days that are kept), the rest goes on.
    """
    filling = 0.0
    if growth.raw > 0:
        filling = max(0.0, most_raw - raw) / growth.raw
        if growth.total > 0 and free <= growth.total * filling:
            return free / growth.total
    left = free - growth.total * filling if filling else float(free)
    if growth.rest <= 0:
        return math.inf
    return filling + max(0.0, left) / growth.rest


def most_raw(growth: Growth, keep_days: int, allowed: int | None) -> float:
    """What raw samples will take at most: so many days of what comes in one, or what is ``allowed``."""
    in_full = max(0.0, growth.raw) * keep_days
    return in_full if allowed is None else min(in_full, float(allowed))
