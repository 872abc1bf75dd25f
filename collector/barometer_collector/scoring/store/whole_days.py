"""How far the scoring of whole days came."""

from typing import Any, NamedTuple

from sqlalchemy import func, select, text
from sqlmodel import Session

from barometer_collector.scoring.tables import ScoredDay

_BEGIN = text(
    """
    INSERT INTO scored_day (day, mark, passed, is_done, is_told) VALUES (:day, :mark, NULL, :is_done, :is_done)
    ON CONFLICT (day) DO UPDATE SET
        round = scored_day.round + CASE WHEN scored_day.mark = excluded.mark THEN 0 ELSE 1 END,
        mark = excluded.mark, passed = NULL, is_done = excluded.is_done, is_told = excluded.is_told
    """
)
_NOTE = text(
    "INSERT INTO scored_day (day, mark, is_done, is_told) VALUES (:day, :mark, TRUE, TRUE) ON CONFLICT DO NOTHING"
)
_PASSED = text("UPDATE scored_day SET passed = :device_id WHERE day = :day")
_DONE = text("UPDATE scored_day SET is_done = TRUE, is_told = FALSE WHERE day = :day")
_TOLD = text("UPDATE scored_day SET is_told = TRUE WHERE day = :day")

_FORGET = (
    text("DELETE FROM group_sum WHERE day < :day"),
    text("UPDATE scored_day SET mark = 0 WHERE day < :day AND mark <> 0"),
)


class WholeDay(NamedTuple):
    day: int
    mark: int
    round: int
    passed: int | None
    is_done: bool
    is_told: bool


def begin(session: Session, day: int, mark: int) -> None:
    """Have every device scored on that day, from the first on."""
    session.connection().execute(_BEGIN, {"day": day, "mark": mark, "is_done": False})


def note(session: Session, day: int, mark: int) -> None:
    """Note that single devices are scored on a day of which nothing else is known; nothing when something is."""
    session.connection().execute(_NOTE, {"day": day, "mark": mark})


def hold(session: Session, day: int) -> WholeDay | None:
    """The day, held until the caller's transaction ends: whoever else stores scores of it waits."""
    table: Any = ScoredDay
    query = select(*(getattr(table, name) for name in WholeDay._fields)).where(table.day == day)
    row = session.connection().execute(query.with_for_update()).first()
    return WholeDay(*row) if row else None


def known(session: Session, first_day: int) -> list[WholeDay]:
    """The days from ``first_day`` on, ascending."""
    table: Any = ScoredDay
    query = select(*(getattr(table, name) for name in WholeDay._fields)).where(table.day >= first_day)
    return [WholeDay(*row) for row in session.connection().execute(query.order_by(table.day))]


def latest(session: Session, day: int) -> int | None:
    """The latest day, not after ``day``, that is known."""
    table: Any = ScoredDay
    found: int | None = session.connection().execute(select(func.max(table.day)).where(table.day <= day)).scalar()
    return found


def forget_sums(session: Session, day: int) -> None:
    """Remove the sums of the days before ``day``; whoever scores one of them begins its sums anew."""
    for statement in _FORGET:
        session.connection().execute(statement, {"day": day})


def note_passed(session: Session, day: int, device_id: int) -> None:
    """Note that the devices up to and with this one were scored."""
    session.connection().execute(_PASSED, {"day": day, "device_id": device_id})


def note_done(session: Session, day: int) -> None:
    """Note that every device was scored on that day, and that its groups are to be told."""
    session.connection().execute(_DONE, {"day": day})


def note_told(session: Session, day: int) -> None:
    session.connection().execute(_TOLD, {"day": day})
