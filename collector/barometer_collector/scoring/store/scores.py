"""Stored scores: what was computed, so that pages and trends read and never recompute."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import and_, delete, func, insert, select
from sqlmodel import Session

from barometer_collector.scoring.tables import DeviceScore, GroupScore

_CHUNK = 500  # parameters of one IN; every engine takes that many


class DeviceScoreRow(NamedTuple):
    """``document`` is a ``views.DeviceScores`` as JSON."""

    device_id: int
    day: int
    experience: float | None
    t: float | None
    x: float | None
    o: float | None
    document: str
    model: str
    computed_at: int


class GroupScoreRow(NamedTuple):
    group_key: str
    day: int
    experience: float | None
    t: float | None
    x: float | None
    o: float | None
    document: str
    model: str
    computed_at: int


class TrendRow(NamedTuple):
    group_key: str
    day: int
    experience: float | None
    t: float | None
    x: float | None


def put_devices(session: Session, day: int, rows: Sequence[DeviceScoreRow]) -> None:
    """Store these scores of ``day`` in place of those that are there."""
    table: Any = DeviceScore
    for ids in _chunks([row.device_id for row in rows]):
        session.connection().execute(delete(table).where(table.device_id.in_(ids), table.day == day))
    if rows:
        session.connection().execute(insert(table), [row._asdict() for row in rows])


def put_groups(session: Session, day: int, rows: Sequence[GroupScoreRow]) -> None:
    """Store these scores of ``day`` in place of those that are there."""
    table: Any = GroupScore
    for keys in _chunks([row.group_key for row in rows]):
        session.connection().execute(delete(table).where(table.group_key.in_(keys), table.day == day))
    if rows:
        session.connection().execute(insert(table), [row._asdict() for row in rows])


def device_documents(session: Session, day: int, ids: Sequence[int]) -> dict[int, str]:
    """The documents of exactly this day."""
    table: Any = DeviceScore
    found: dict[int, str] = {}
    for some in _chunks(ids):
        query = select(table.device_id, table.document).where(table.device_id.in_(some), table.day == day)
        found |= {row[0]: row[1] for row in session.connection().execute(query)}
    return found


def latest_device_documents(session: Session, day: int, ids: Sequence[int]) -> dict[int, str]:
    """Each device's latest document of ``day`` or before."""
    table: Any = DeviceScore
    found: dict[int, str] = {}
    for some in _chunks(ids):
        latest = (
            select(table.device_id, func.max(table.day).label("day"))
            .where(table.device_id.in_(some), table.day <= day)
            .group_by(table.device_id)
            .subquery()
        )
        same = and_(latest.c.device_id == table.device_id, latest.c.day == table.day)
        query = select(table.device_id, table.document).join(latest, same)
        found |= {row[0]: row[1] for row in session.connection().execute(query)}
    return found


def latest_document(session: Session, day: int, device_id: int) -> tuple[int, str] | None:
    """The device's latest document of ``day`` or before, with its day."""
    table: Any = DeviceScore
    query = select(table.day, table.document).where(table.device_id == device_id, table.day <= day)
    row = session.connection().execute(query.order_by(table.day.desc()).limit(1)).first()
    return None if row is None else (row[0], row[1])


def group_documents(session: Session, day: int) -> dict[str, str]:
    """The documents of all groups of exactly this day."""
    table: Any = GroupScore
    query = select(table.group_key, table.document).where(table.day == day)
    return {row[0]: row[1] for row in session.connection().execute(query)}


def latest_group_day(session: Session, key: str, day: int) -> int | None:
    """The latest day, not after ``day``, of which the group has a score."""
    table: Any = GroupScore
    query = select(func.max(table.day)).where(table.group_key == key, table.day <= day)
    found: int | None = session.connection().execute(query).scalar()
    return found


def trend(session: Session, first_day: int, last_day: int) -> list[TrendRow]:
    """The groups' scores by day, ascending."""
    table: Any = GroupScore
    columns = [getattr(table, name) for name in TrendRow._fields]
    query = select(*columns).where(table.day.between(first_day, last_day))
    return [TrendRow(*row) for row in session.connection().execute(query.order_by(table.group_key, table.day))]


def _chunks(values: Sequence[Any]) -> list[Sequence[Any]]:
    return [values[start : start + _CHUNK] for start in range(0, len(values), _CHUNK)]
