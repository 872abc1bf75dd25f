"""Devices with something new since they were scored last, and from which day on."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import delete, func, select, tuple_, update
from sqlmodel import Session

from barometer_collector.rollup.tables import Touched


class Touch(NamedTuple):
    """A device on the list, as it was seen there."""

    device_id: int
    at: int


def earliest(session: Session) -> int | None:
    """The earliest day of which something is new; None when nothing is."""
    table: Any = Touched
    found: int | None = session.connection().execute(select(func.min(table.since_day))).scalar()
    return found


def waiting(session: Session, first_day: int | None, last_day: int | None, most: int) -> list[Touch]:
    """Up to ``most`` devices of which something is new from a day between these two on (None: no limit), the longest
    waiting first; ascending by device.

    Nobody is kept from touching them: what is read after this in the same transaction is at least as new as the touch
    that was seen, and a newer one stays on the list (see ``take_off``). Locking the rows would do as well, but a
    cluster locks rows of one device at a time only.
    """
    table: Any = Touched
    limits = [] if first_day is None else [table.since_day >= first_day]
    limits += [] if last_day is None else [table.since_day <= last_day]
    query = select(table.device_id, table.at).where(*limits).order_by(table.at, table.device_id).limit(most)
    return sorted(Touch(*row) for row in session.connection().execute(query))


def put_forward(session: Session, touches: Sequence[Touch], day: int) -> None:
    """Note that of these devices only ``day`` and later are still to be scored; not of those touched again since."""
    session.connection().execute(update(Touched).where(_same(touches)).values(since_day=day))


def take_off(session: Session, touches: Sequence[Touch]) -> None:
    """Note that these devices are scored; they are back when the caller's transaction fails. Those that were touched
    again since stay."""
    session.connection().execute(delete(Touched).where(_same(touches)))


def _same(touches: Sequence[Touch]) -> Any:
    table: Any = Touched
    return table.device_id.in_([each.device_id for each in touches]) & tuple_(table.device_id, table.at).in_(touches)
