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
    # One that is just being touched again is left for the next time, instead of waiting for each other in a circle.
    waiting = select(table.device_id).order_by(table.at, table.device_id).limit(most).with_for_update(skip_locked=True)
    ids = sorted(session.connection().execute(waiting).scalars())
    session.connection().execute(delete(table).where(table.device_id.in_(ids)))
    return ids
