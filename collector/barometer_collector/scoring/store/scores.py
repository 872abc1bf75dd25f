"""Stored scores: numbers of devices, the sums of their groups, and what is told of these."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import delete, func, insert, select, text
from sqlmodel import Session

from barometer_collector.scoring.store.rows import raw
from barometer_collector.scoring.tables import GroupScore, GroupSum

_CHUNK = 500  # parameters of one IN; every engine takes that many
_PUT = text(
    """
    INSERT INTO device_score (device_id, day, experience, t, x, o, model, computed_at, team_id, sums)
    VALUES (:device_id, :day, :experience, :t, :x, :o, :model, :computed_at, :team_id, :sums)
    ON CONFLICT (device_id, day) DO UPDATE SET
        experience = excluded.experience, t = excluded.t, x = excluded.x, o = excluded.o, model = excluded.model,
        computed_at = excluded.computed_at, team_id = excluded.team_id, sums = excluded.sums
    """
)
_ADDED = (
    "SELECT device_id, team_id, sums FROM device_score WHERE day = :day AND device_id IN (:ids) AND team_id IS NOT NULL"
)
_PUT_SUMS = text(
    """
    INSERT INTO group_sum (day, team_id, sums, changes, told) VALUES (:day, :team_id, :sums, 1, 0)
    ON CONFLICT (day, team_id) DO UPDATE SET sums = excluded.sums, changes = group_sum.changes + 1
    """
)
_TOLD = text("UPDATE group_sum SET told = :changes WHERE day = :day AND team_id = :team_id")


class DeviceScoreRow(NamedTuple):
    """``sums`` is what the device adds to the group ``team_id``; None: it counts in no group."""

    device_id: int
    day: int
    experience: float | None
    t: float | None
    x: float | None
    o: float | None
    model: str
    computed_at: int
    team_id: int | None
    sums: bytes | None


class Added(NamedTuple):
    """What a device adds to which group, as it was stored."""

    device_id: int
    team_id: int
    sums: bytes | None


class GroupSumRow(NamedTuple):
    """What is told of the group is of these sums when ``told`` is ``changes``."""

    team_id: int
    sums: bytes
    changes: int
    told: int


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


def put_devices(session: Session, rows: Sequence[DeviceScoreRow]) -> None:
    """Store these scores in place of those that are there of the same devices and days."""
    if rows:
        session.connection().execute(_PUT, [row._asdict() for row in rows])


def added(session: Session, day: int, ids: Sequence[int]) -> list[Added]:
    """What these devices add to groups on that day; those that add nothing are left out."""
    return [Added(*row) for row in raw(session, _ADDED, {"day": day, "ids": list(ids)})] if ids else []


def group_sums(session: Session, day: int, teams: Sequence[int] | None = None) -> list[GroupSumRow]:
    """The sums of that day, of all groups or of these."""
    table: Any = GroupSum
    query = select(*(getattr(table, name) for name in GroupSumRow._fields)).where(table.day == day)
    if teams is not None:
        query = query.where(table.team_id.in_(teams))
    return [GroupSumRow(*row) for row in session.connection().execute(query.order_by(table.team_id))]


def put_group_sums(session: Session, day: int, sums: Mapping[int, bytes]) -> None:
    """Store the sums of these groups, whose telling is old from now on."""
    rows = [{"day": day, "team_id": team, "sums": each} for team, each in sorted(sums.items())]
    if rows:
        session.connection().execute(_PUT_SUMS, rows)


def note_told(session: Session, day: int, changes: Mapping[int, int]) -> None:
    """Note of these groups that they were told after so many changes."""
    rows = [{"day": day, "team_id": team, "changes": each} for team, each in sorted(changes.items())]
    if rows:
        session.connection().execute(_TOLD, rows)


def remove_group_sums(session: Session, day: int) -> None:
    table: Any = GroupSum
    session.connection().execute(delete(table).where(table.day == day))


def stale_days(session: Session, first_day: int) -> list[int]:
    """The days, from ``first_day`` on, of which a group is to be told anew; ascending."""
    table: Any = GroupSum
    query = select(table.day).where(table.day >= first_day, table.changes != table.told).distinct()
    return list(session.connection().execute(query.order_by(table.day)).scalars())


def put_groups(session: Session, day: int, rows: Sequence[GroupScoreRow]) -> None:
    """Store these scores of ``day`` in place of those that are there."""
    table: Any = GroupScore
    for keys in _chunks([row.group_key for row in rows]):
        session.connection().execute(delete(table).where(table.group_key.in_(keys), table.day == day))
    if rows:
        session.connection().execute(insert(table), [row._asdict() for row in rows])


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
