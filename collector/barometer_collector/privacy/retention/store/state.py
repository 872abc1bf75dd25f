"""The SQL of how far deleting has come, and of how large the database was."""

from sqlalchemy import text
from sqlmodel import Session, col, select

from barometer_collector.privacy.retention.rules.forecast import Use
from barometer_collector.privacy.tables import DiskUse, KeepingState

_PUT_STATE = text(
    """
    INSERT INTO keeping_state (name, value) VALUES (:name, :value)
    ON CONFLICT (name) DO UPDATE SET value = excluded.value
    """
)
_DROP_STATE = text("DELETE FROM keeping_state WHERE name = :name")
_PUT_USE = text(
    """
    INSERT INTO disk_use (day, at, used, raw, reusable) VALUES (:day, :at, :used, :raw, :reusable)
    ON CONFLICT (day) DO UPDATE SET
        at = excluded.at, used = excluded.used, raw = excluded.raw, reusable = excluded.reusable
    """
)


def state(session: Session) -> dict[str, int]:
    """All that is noted, by name."""
    return {row.name: row.value for row in session.exec(select(KeepingState))}


def put_state(session: Session, name: str, value: int | None) -> None:
    """Note it; None: forget it."""
    if value is None:
        session.connection().execute(_DROP_STATE, {"name": name})
    else:
        session.connection().execute(_PUT_STATE, {"name": name, "value": value})


def put_use(session: Session, day: int, use: Use, reusable: int) -> None:
    """Note what was in use, in the place of what was measured earlier that day."""
    values = {"day": day, "at": use.at, "used": use.used, "raw": use.raw, "reusable": reusable}
    session.connection().execute(_PUT_USE, values)


def uses(session: Session, since_day: int) -> list[DiskUse]:
    """What was measured from that day on, oldest first."""
    return list(session.exec(select(DiskUse).where(DiskUse.day >= since_day).order_by(col(DiskUse.day))))
