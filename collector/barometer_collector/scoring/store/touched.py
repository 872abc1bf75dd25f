"""Devices with something new since they were scored last."""

from typing import Any

from sqlalchemy import delete, select
from sqlmodel import Session

from barometer_collector.rollup.tables import Touched


def take(session: Session, most: int) -> list[int]:
    """Take up to ``most`` devices off the list, the longest waiting first; ascending.

    They are off it when the caller's transaction commits, and back on it when that fails. Whoever adds one meanwhile
    waits for that commit, or adds it again after it: what was read in this transaction is at least as new as the
    touch that was taken, and a newer one stays.
    """
    table: Any = Touched
    waiting = select(table.device_id).order_by(table.at, table.device_id).limit(most).scalar_subquery()
    taken = session.connection().execute(delete(table).where(table.device_id.in_(waiting)).returning(table.device_id))
    return sorted(taken.scalars())
