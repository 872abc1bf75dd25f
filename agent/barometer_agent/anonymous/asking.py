"""When to ask for a ticket and when its message leaves: pure but for what ``random`` draws.

All times are the collector's, in milliseconds since 1970. None of them depends on whether anybody answered.
"""

from random import Random

from barometer_shared.anonymous import CATCH_UP_MS, LATE_MS, SPREAD_MS

_MINUTE_MS = 60_000
_DAY_MS = 24 * 60 * _MINUTE_MS
# A moment that passed so long ago passed while the laptop was off: the service looks more often than that.
MISSED_MS = 10 * _MINUTE_MS
_AGAIN_MS = (10 * _MINUTE_MS, _DAY_MS // 24)


def ask_at(now_ms: int, closes_ms: int, random: Random) -> int:
    """Within the first day; earlier where the campaign is over soon, as people are to have time to answer."""
    return now_ms + _drawn(0, max(0, min(_DAY_MS, (closes_ms - now_ms) // 4)), random)


def send_at(closes_ms: int, random: Random) -> int:
    """Anywhere in the days after the close."""
    return closes_ms + _drawn(0, SPREAD_MS, random)


def after_absence(send_ms: int, now_ms: int, random: Random) -> int:
    """The same moment; where it passed while the laptop was off another one, soon after it is back."""
    return now_ms + _drawn(0, CATCH_UP_MS, random) if now_ms - send_ms > MISSED_MS else send_ms


def again_at(now_ms: int, random: Random) -> int:
    """After a failure."""
    return now_ms + _drawn(*_AGAIN_MS, random)


def is_too_late(closes_ms: int, now_ms: int) -> bool:
    """Whether the collector takes no message of this campaign any more."""
    return now_ms > closes_ms + SPREAD_MS + LATE_MS


def _drawn(lowest_ms: int, highest_ms: int, random: Random) -> int:
    return round(random.uniform(lowest_ms, highest_ms))
