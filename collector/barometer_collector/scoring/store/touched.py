"""Devices with something new since they were scored last, and from which day on."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlmodel import Session

from barometer_collector.rollup.tables import Touched


def earliest(session: Session) -> int | None:
    """The earliest day of which something is new; None when nothing is."""
    table: Any = Touched
    found: int | None = session.connection().execute(select(func.min(table.since_day))).scalar()
    return found


def waiting(session: Session, first_day: int | None, last_day: int | None, most: int) -> list[int]:
    """Up to ``most`` devices of which something is new from a day between these two on (None: no limit), the longest
    waiting first; ascending.

    They are held until the caller's transaction ends. Whoever touches one meanwhile waits for that, and touches it
    again after it: what was read in this transaction is at least as new as the touch that was seen, and a newer one
    stays.
    """
    table: Any = Touched
    limits = [] if first_day is None else [table.since_day >= first_day]
    limits += [] if last_day is None else [table.since_day <= last_day]
    query = select(table.device_id).where(*limits).order_by(table.at, table.device_id).limit(most)
    # One that is just being touched again is left for the next time, instead of waiting for each other in a circle.
    return sorted(session.connection().execute(query.with_for_update(skip_locked=True)).scalars())


def put_forward(session: Session, ids: Sequence[int], day: int) -> None:
    """Note that of these devices only ``day`` and later are still to be scored."""
    table: Any = Touched
    session.connection().execute(update(table).where(table.device_id.in_(ids)).values(since_day=day))


def take_off(session: Session, ids: Sequence[int]) -> None:
    """Note that these devices are scored; they are back when the caller's transaction fails."""
    table: Any = Touched
    session.connection().execute(delete(table).where(table.device_id.in_(ids)))
