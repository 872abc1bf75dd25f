"""Which devices and teams there are, and who belonged where on a day."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import ColumnElement, Select, func, select
from sqlmodel import Session

from barometer_collector.devices.tables import Device, DeviceGap
from barometer_collector.teams.tables import Membership, Team


class Member(NamedTuple):
    """A device that is in use, and its team's slug; "" for none."""

    device_id: int
    team: str
    simulated: bool


class DeviceRow(NamedTuple):
    id: int
    name: str
    platform: str
    os: str
    agent_version: str
    simulated: bool
    enrolled_at: int
    last_seen_at: int | None
    team: str


class GapRow(NamedTuple):
    device_id: int
    metric: str
    kind: str
    reason: dict[str, str]


def device_ids(session: Session) -> list[int]:
    """All devices that were not revoked, ascending."""
    device: Any = Device
    return list(session.connection().execute(_in_use(select(device.id)).order_by(device.id)).scalars())


def members(session: Session, last_day: int) -> list[Member]:
    """All devices that were not revoked, with the team that each was in on ``last_day``; ascending by device."""
    device: Any = Device
    query = _in_use(select(device.id, func.coalesce(_team_on(last_day), ""), device.simulated)).order_by(device.id)
    return [Member(*row) for row in session.connection().execute(query)]


def teams_of(session: Session, ids: Sequence[int], last_day: int) -> set[str]:
    """The slugs of the teams that these devices were in on ``last_day``; "" among them for those in none."""
    device: Any = Device
    query = select(func.coalesce(_team_on(last_day), "")).where(device.id.in_(ids))
    return set(session.connection().execute(query).scalars())


def teams(session: Session) -> list[tuple[str, str]]:
    """Slug and name of every team, by name."""
    team: Any = Team
    return [
        (slug, name) for slug, name in session.connection().execute(select(team.slug, team.name).order_by(team.name))
    ]


def devices(session: Session, last_day: int, team: str | None, after: int | None, limit: int) -> list[DeviceRow]:
    """Devices by their number, from the one after ``after`` on; of one team when ``team`` is a slug."""
    query = _in_use(_device_rows(last_day))
    device: Any = Device
    if team is not None:
        query = query.where(_team_on(last_day) == team)
    if after is not None:
        query = query.where(device.id > after)
    return [DeviceRow(*row) for row in session.connection().execute(query.order_by(device.id).limit(limit))]


def device(session: Session, last_day: int, device_id: int) -> DeviceRow | None:
    """A device, also one that was revoked."""
    table: Any = Device
    row = session.connection().execute(_device_rows(last_day).where(table.id == device_id)).first()
    return DeviceRow(*row) if row else None


def gaps(session: Session, ids: Sequence[int]) -> list[GapRow]:
    """What these devices say that they give nothing for."""
    gap: Any = DeviceGap
    query = select(gap.device_id, gap.metric, gap.kind, gap.reason).where(gap.device_id.in_(ids))
    found = session.connection().execute(query.order_by(gap.device_id, gap.metric))
    return [
        GapRow(device_id, metric, kind, msgspec.json.decode(reason, type=dict[str, str]))
        for device_id, metric, kind, reason in found
    ]


def _device_rows(last_day: int) -> Select[Any]:
    d: Any = Device
    return select(
        d.id, d.name, d.platform, d.os, d.agent_version, d.simulated, d.enrolled_at, d.last_seen_at,
        func.coalesce(_team_on(last_day), ""),
    )  # fmt: skip


def _in_use(query: Select[Any]) -> Select[Any]:
    table: Any = Device
    return query.where(table.revoked_at.is_(None))


def _team_on(last_day: int) -> ColumnElement[Any]:
    """The slug of the team that a row of ``device`` was in on ``last_day``."""
    member: Any = Membership
    team: Any = Team
    table: Any = Device
    return (
        select(team.slug)
        .join(member, member.team_id == team.id)
        .where(member.device_id == table.id, member.from_day <= last_day)
        .order_by(member.from_day.desc())
        .limit(1)
        .correlate(Device)
        .scalar_subquery()
    )
