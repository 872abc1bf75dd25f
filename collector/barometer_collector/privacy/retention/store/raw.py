"""The SQL of raw samples by their age. On SQLite they stand in the order in which they came, and ``id`` counts them.

A row that says it came after today was written under a wrong clock and tells no day: its neighbours do.
"""

from typing import NamedTuple

from sqlalchemy import text
from sqlmodel import Session

_ENDS = text("SELECT (SELECT MIN(id) FROM sample), (SELECT MAX(id) FROM sample)")
_PROBE = text("SELECT arrived FROM sample WHERE id >= :id AND arrived <= :today ORDER BY id LIMIT 1")
_OPEN = text("SELECT MIN(first_sample) FROM open_batch WHERE first_sample <= last_sample")
_OPEN_DAY = text("SELECT MIN(arrived) FROM open_batch")
_ANY = text("SELECT 1 FROM sample WHERE arrived >= :day AND arrived < :until LIMIT 1")
_REMOVE = text("DELETE FROM sample WHERE id >= :low AND id < :high AND (arrived < :first_day OR arrived > :today)")


class Ends(NamedTuple):
    """The lowest and the highest number; None where there are no samples."""

    low: int | None
    high: int | None

    @property
    def rows(self) -> int:
        """About how many there are: numbers are handed out one by one."""
        return 0 if self.low is None or self.high is None else self.high - self.low + 1


def ends(session: Session) -> Ends:
    return Ends(*session.connection().execute(_ENDS).one())


def first_of(session: Session, day: int, today: int) -> int | None:
    """The number of the first sample that came on ``day`` or later; one past the last where none did, None where there
    are no samples. Found by halving, with some forty look-ups.
    """
    low, high = ends(session)
    if low is None or high is None:
        return None
    high += 1
    while low < high:
        middle = (low + high) // 2
        arrived = session.connection().execute(_PROBE, {"id": middle, "today": today}).scalar_one_or_none()
        if arrived is not None and arrived < day:
            low = middle + 1
        else:
            high = middle
    return low


def first_open(session: Session) -> int | None:
    """The first sample that is not counted yet; None when all are."""
    found: int | None = session.connection().execute(_OPEN).scalar_one()
    return found


def first_open_day(session: Session) -> int | None:
    """The first day of arrival of which something is not counted yet; None when all is."""
    found: int | None = session.connection().execute(_OPEN_DAY).scalar_one()
    return found


def came_between(session: Session, day: int, until_day: int) -> bool:
    """Whether a sample came from ``day`` up to, and not including, ``until_day``; quick where these are partitions."""
    return session.connection().execute(_ANY, {"day": day, "until": until_day}).first() is not None


def oldest_day(session: Session, today: int) -> int | None:
    """The day on which the oldest sample came; None without any."""
    found: int | None = session.connection().execute(_PROBE, {"id": 0, "today": today}).scalar_one_or_none()
    return found


def remove(session: Session, low: int, high: int, first_day: int, today: int) -> int:
    """Delete those of the samples ``low`` up to, and not including, ``high`` that came before ``first_day``."""
    values = {"low": low, "high": high, "first_day": first_day, "today": today}
    return int(session.connection().execute(_REMOVE, values).rowcount)
