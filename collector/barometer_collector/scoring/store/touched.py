"""Devices with something new since they were scored last, and from which day on."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import select, text
from sqlmodel import Session

from barometer_collector.rollup.tables import Touched

# Only rows that say what was read: who was touched meanwhile has another number, and stays.
_TAKE_OFF = text("DELETE FROM touched WHERE device_id = :device_id AND at = :at")


class TouchedDevice(NamedTuple):
    """``at`` is of the touch alone: the next one of the same device has another."""

    device_id: int
    at: int
    since_day: int


def waiting(session: Session, most: int) -> list[TouchedDevice]:
    """Up to ``most`` touched devices, the longest waiting ones; ascending.

    What a transaction that begins after this one reads is at least as new as these touches.
    """
    table: Any = Touched
    columns = [getattr(table, name) for name in TouchedDevice._fields]
    query = select(*columns).order_by(table.at, table.device_id).limit(most)
    return sorted(TouchedDevice(*row) for row in session.connection().execute(query))


def take_off(session: Session, touched: Sequence[TouchedDevice]) -> None:
    """Note that these touches are scored; they are back when the caller's transaction fails.

    One by one in the order of devices, as the roll-up touches them: two that wait for each other's rows would wait for
    ever.
    """
    rows = [{"device_id": each.device_id, "at": each.at} for each in sorted(touched)]
    if rows:
        session.connection().execute(_TAKE_OFF, rows)
