"""How long to wait after a failure: exponential with full jitter, and no shorter than the server asked.

Full jitter spreads the return of a whole fleet after an outage evenly over the window
(https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/).
"""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from random import Random

BASE_SECONDS = 1.0
CAP_SECONDS = 900.0
# A server that asks for more than this is mistaken, or is not ours.
LONGEST_ASKED_SECONDS = 3600.0


def window_seconds(failures: int) -> float:
    """The longest wait after this many failures in a row (1 or more)."""
    return float(min(CAP_SECONDS, BASE_SECONDS * 2 ** min(failures, 20)))


def wait_seconds(failures: int, asked_seconds: float | None, random: Random) -> float:
    """The wait before the next attempt: drawn from the whole window, after what the server asked for.

    The window is at least as long as what was asked: a whole fleet may have been asked the same, and would else come
    back in the same second.
    """
    asked = min(asked_seconds or 0.0, LONGEST_ASKED_SECONDS)
    return asked + random.uniform(0.0, max(asked, window_seconds(failures)))


def pause_seconds(asked_seconds: float, random: Random) -> float:
    """The wait before the next batch of a backlog: on average what the collector asked for, never twice in step."""
    return asked_seconds * random.uniform(0.5, 1.5)


def retry_after_seconds(header: str | None, now: datetime) -> float | None:
    """What a ``Retry-After`` asks for, written as seconds or as an HTTP date (RFC 9110, 10.2.3).

    None where there is no such header or it makes no sense; never negative.
    """
    if header is None:
        return None
    if header.strip().isascii() and header.strip().isdigit():
        return float(header)
    moment = http_date(header)
    return None if moment is None else max(0.0, (moment - now).total_seconds())


def http_date(header: str | None) -> datetime | None:
    """An HTTP date as aware UTC; None for anything else."""
    try:
        moment = parsedate_to_datetime(header) if header else None
    except (ValueError, TypeError, IndexError):
        return None
    if moment is None:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
