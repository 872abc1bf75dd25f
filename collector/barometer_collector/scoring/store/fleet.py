"""Which devices and teams there are, and who belonged where on a day."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import ColumnElement, Select, func, select
from sqlmodel import Session

from barometer_collector.devices.tables import Device, DeviceGap
from barometer_collector.scoring.store.rows import raw
from barometer_collector.teams.tables import Membership, Team

_IN_USE = "SELECT id, CASE WHEN revoked_at IS NULL THEN 1 ELSE 0 END FROM device WHERE id IN (:ids)"
# The latest comes last.
_TEAMS_OF = (
    "SELECT device_id, team_id FROM membership WHERE device_id IN (:ids) AND from_day <= :last_day "
    "ORDER BY device_id, from_day"
)
_LATER = """
    SELECT 1 FROM membership AS later
    WHERE later.device_id = m.device_id AND later.from_day > m.from_day AND later.from_day <= :last_day
"""
_MISPLACED = f"""
    SELECT device_id FROM (
        SELECT s.device_id FROM membership AS m JOIN device_score AS s ON s.device_id = m.device_id AND s.day = :day
        WHERE m.from_day >= :since AND m.from_day <= :last_day AND s.team_id <> m.team_id AND NOT EXISTS ({_LATER})
        UNION ALL
        SELECT s.device_id FROM device AS d JOIN device_score AS s ON s.device_id = d.id AND s.day = :day
        WHERE d.revoked_at IS NOT NULL AND s.team_id IS NOT NULL
    ) AS misplaced LIMIT :most
    """  # noqa: S608 - constants alone
_SIZES = f"""
    SELECT m.team_id, COUNT(*), SUM(CASE WHEN d.simulated THEN 1 ELSE 0 END)
    FROM device AS d JOIN membership AS m ON m.device_id = d.id
    WHERE d.revoked_at IS NULL AND m.from_day <= :last_day AND NOT EXISTS ({_LATER})
    GROUP BY m.team_id
    """  # noqa: S608 - constants alone
_ALL = "SELECT COUNT(*), SUM(CASE WHEN simulated THEN 1 ELSE 0 END) FROM device WHERE revoked_at IS NULL"


class Member(NamedTuple):
    """A device that is in use, and its team's slug; "" for none."""

    device_id: int
    team: str
    simulated: bool


class TeamRow(NamedTuple):
    id: int
    slug: str
    name: str


class Size(NamedTuple):
    """How many devices there are, and how many of these are simulated."""

    devices: int
    simulated: int


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


def device_ids(session: Session, after: int | None = None, most: int | None = None) -> list[int]:
    """Devices that were not revoked, ascending: all, or the next ones after ``after``."""
    device: Any = Device
    query = _in_use(select(device.id)).order_by(device.id).limit(most)
    if after is not None:
        query = query.where(device.id > after)
    return list(session.connection().execute(query).scalars())


def members(session: Session, last_day: int) -> list[Member]:
    """All devices that were not revoked, with the team that each was in on ``last_day``; ascending by device."""
    device: Any = Device
    query = _in_use(select(device.id, func.coalesce(_team_on(last_day), ""), device.simulated)).order_by(device.id)
    return [Member(*row) for row in session.connection().execute(query)]


def placed(session: Session, ids: Sequence[int], last_day: int) -> dict[int, int | None]:
    """The number of the team that each of these devices was in on ``last_day``: 0 for none, None for a device that was
    revoked. One that does not exist is left out."""
    if not ids:
        return {}
    found = {device: 0 if in_use else None for device, in_use in raw(session, _IN_USE, {"ids": list(ids)})}
    for device, team in raw(session, _TEAMS_OF, {"ids": list(ids), "last_day": last_day}):
        if found.get(device) is not None:
            found[device] = team
    return found


def misplaced(session: Session, day: int, last_day: int, most: int) -> list[int]:
    """Up to ``most`` devices that count in a group on ``day`` that they are not in: they moved, or were revoked, and
    nothing came of them since."""
    values = {"day": day, "since": day - 1, "last_day": last_day, "most": most}
    return [row[0] for row in raw(session, _MISPLACED, values)]


def sizes(session: Session, last_day: int) -> dict[int, Size]:
    """How many devices that were not revoked each team had on ``last_day``; 0 for those without a team."""
    found = {
        team: Size(devices, simulated) for team, devices, simulated in raw(session, _SIZES, {"last_day": last_day})
    }
    ((devices, simulated),) = raw(session, _ALL, {})
    in_teams = Size(sum(each.devices for each in found.values()), sum(each.simulated for each in found.values()))
    return found | {0: Size(devices - in_teams.devices, (simulated or 0) - in_teams.simulated)}


def count(session: Session) -> int:
    """How many devices there are that were not revoked."""
    return int(raw(session, _ALL, {})[0][0])


def team_numbers(session: Session) -> list[TeamRow]:
    """Every team, by name."""
    team: Any = Team
    query = select(team.id, team.slug, team.name).order_by(team.name)
    return [TeamRow(*row) for row in session.connection().execute(query)]


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
