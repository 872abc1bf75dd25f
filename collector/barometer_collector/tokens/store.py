"""The SQL of the tokens' issue."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import delete, func, insert, select, text
from sqlmodel import Session, col

from barometer_collector.ballots.tables import Round, RoundGroup
from barometer_collector.devices.tables import Device
from barometer_collector.teams.tables import Membership, Team
from barometer_collector.tokens.rules import Notes
from barometer_collector.tokens.tables import Issue, Seat


class SeatRow(NamedTuple):
    """What a laptop is told of a round. ``name`` is JSON {language: text}."""

    campaign: str
    keys_hash: str
    closes_at: int
    name: str
    key: str
    laptops: int


_ADD_ISSUE = text(
    """
    INSERT INTO token_issue (campaign, respondent, device_id, request, reply)
    VALUES (:campaign, :respondent, :device_id, :request, :reply)
    ON CONFLICT (campaign, respondent) DO NOTHING
    """
)


def laptops(session: Session, type_: str, seen_since: int, today: int) -> dict[int, int | None]:
    """The team (None for none) that each laptop is in today, of those that were seen since and can show questions of
    ``type_``. Simulated ones are left out: nobody hides among people who do not exist."""
    device: Any = Device
    member: Any = Membership
    team = (
        select(member.team_id)
        .where(member.device_id == device.id, member.from_day <= today)
        .order_by(member.from_day.desc())
        .limit(1)
        .scalar_subquery()
    )
    wanted = (
        select(device.id, team)
        .where(device.revoked_at.is_(None), device.simulated.is_(False), device.last_seen_at >= seen_since)
        .where(("," + device.question_types + ",").contains(f",{type_},", autoescape=True))
        .order_by(device.id)
    )
    return {row[0]: row[1] for row in session.connection().execute(wanted)}


def teams(session: Session) -> dict[int, tuple[str, str]]:
    """Slug and name of every team, by its number."""
    team: Any = Team
    rows = session.connection().execute(select(team.id, team.slug, team.name))
    return {number: (slug, name) for number, slug, name in rows}


def add_seats(session: Session, campaign: str, groups: Mapping[int, str]) -> None:
    rows = [{"campaign": campaign, "device_id": device, "group_id": group} for device, group in sorted(groups.items())]
    if rows:
        session.connection().execute(insert(Seat), rows)


def seats_of(session: Session, device_ids: Sequence[int]) -> list[tuple[int, SeatRow]]:
    """The laptops' seats in rounds that are not closed, with the laptop of each. The list of keys is left where it is:
    it may be megabytes."""
    at: Any = Seat
    round_: Any = Round
    group: Any = RoundGroup
    wanted = (
        select(
            at.device_id,
            round_.campaign,
            round_.keys_hash,
            round_.closes_at,
            group.name,
            group.key,
            group.laptops,
        )
        .join(at, at.campaign == round_.campaign)
        .join(group, (group.campaign == at.campaign) & (group.group_id == at.group_id))
        .where(at.device_id.in_(device_ids), round_.is_closed.is_(False))
    )
    return [(row[0], SeatRow(*row[1:])) for row in session.connection().execute(wanted)]


def seat(session: Session, campaign: str, device_id: int) -> str | None:
    """The group of the laptop's seat, locked until the transaction ends where it writes; None for none."""
    found: Any = Seat
    wanted = select(found.group_id).where(found.campaign == campaign, found.device_id == device_id)
    group: str | None = session.connection().execute(wanted.with_for_update()).scalar()
    return group


def notes(session: Session, campaign: str, respondent: str, device_id: int) -> Notes:
    issue: Any = Issue
    row = session.get(Issue, (campaign, respondent))
    of_device = select(func.count()).select_from(issue).where(issue.campaign == campaign, issue.device_id == device_id)
    number = session.connection().execute(of_device).scalar_one()
    return Notes(row.request if row else None, row.device_id if row else None, number)


def reply_of(session: Session, campaign: str, respondent: str) -> str:
    """What was replied; there is a note of it."""
    row = session.get_one(Issue, (campaign, respondent))
    return row.reply


def add_issue(session: Session, row: dict[str, object]) -> bool:
    """Whether it was new: False where the person got a token at the same moment."""
    done: Any = session.connection().execute(_ADD_ISSUE, row)
    return bool(done.rowcount)


def issued(session: Session, campaign: str) -> dict[str, tuple[int, int]]:
    """By group, how many tokens and for how many laptops; groups without any are missing."""
    note: Any = Issue
    at: Any = Seat
    wanted = (
        select(at.group_id, func.count(), func.count(note.device_id.distinct()))
        .join(at, (at.campaign == note.campaign) & (at.device_id == note.device_id))
        .where(note.campaign == campaign)
        .group_by(at.group_id)
    )
    return {group: (tokens, devices) for group, tokens, devices in session.connection().execute(wanted)}


def forget(session: Session, campaign: str) -> None:
    """Delete all notes of who has a token, also from the free space of the file."""
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        connection.execute(text("PRAGMA secure_delete=ON"))
    for table in (Issue, Seat):
        connection.execute(delete(table).where(col(table.campaign) == campaign))
