"""The SQL of the X-data."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import func, insert, text
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, select

from barometer_collector.devices.tables import Device
from barometer_collector.sentiment.rules.votes import Cast
from barometer_collector.sentiment.tables import AnswerRow, Campaign, Publication
from barometer_collector.teams.tables import Membership, Team

_ADD_CAMPAIGN = text(
    """
    INSERT INTO campaign (slug, kind, question, asker, why, starts_at)
    VALUES (:slug, :kind, :question, :asker, :why, :starts_at)
    ON CONFLICT (slug) DO UPDATE SET question = excluded.question, asker = excluded.asker, why = excluded.why
    """
)
_ADD_ANSWER = text(
    """
    INSERT INTO answer (device_id, answer_id, campaign, respondent, type, value, option, text, comment, sharing,
                        language, at, day, received_at)
    VALUES (:device_id, :answer_id, :campaign, :respondent, :type, :value, :option, :text, :comment, :sharing,
            :language, :at, :day, :received_at)
    ON CONFLICT (device_id, answer_id) DO NOTHING
    """
)


class SharedRow(NamedTuple):
    device_id: int
    campaign: str
    type: str
    value: int | None


class PublishedRow(NamedTuple):
    """What was shown of a group; ``votes`` is a JSON list of answer ids, ``asked`` how many people it had then."""

    group_key: str
    published_at: int
    value: float
    low: float
    high: float
    respondents: int
    asked: int
    votes: str


def put_campaign(session: Session, campaign: dict[str, object]) -> None:
    """Add it, or bring the texts of the one that is there up to date."""
    session.connection().execute(_ADD_CAMPAIGN, campaign)


def campaigns(session: Session, slugs: Iterable[str]) -> Sequence[Campaign]:
    return session.exec(select(Campaign).where(col(Campaign.slug).in_(sorted(slugs)))).all()


def running_campaigns(session: Session, now_ms: int) -> Sequence[Campaign]:
    """Those that have begun and not ended, by slug."""
    running = (Campaign.starts_at <= now_ms, col(Campaign.ends_at).is_(None) | (col(Campaign.ends_at) > now_ms))
    return session.exec(select(Campaign).where(*running).order_by(col(Campaign.slug))).all()


def question_types(session: Session, device_id: int) -> str | None:
    """What the device said it can show, comma separated; None for an unknown device."""
    return session.exec(select(Device.question_types).where(Device.id == device_id)).first()


def add_answers(session: Session, rows: Sequence[dict[str, object]]) -> None:
    """Store those that are new."""
    session.connection().execute(_ADD_ANSWER, rows)


def latest_shared(
    session: Session, device_ids: Sequence[int], first_day: int, last_day: int, types: Iterable[str]
) -> Sequence[SharedRow]:
    """Each device's latest shared answer with a value, by the answer's own time."""
    row: Any = AnswerRow
    newest = func.row_number().over(
        partition_by=row.device_id,
        order_by=(row.at.desc(), row.answer_id.desc()),
    )
    inner = (
        sql_select(row.device_id, row.campaign, row.type, row.value, newest.label("place"))
        .where(
            row.device_id.in_(device_ids),
            row.day.between(first_day, last_day),
            row.sharing == "shared",
            row.type.in_(sorted(types)),
            row.value.is_not(None),
        )
        .subquery()
    )
    latest = sql_select(inner.c.device_id, inner.c.campaign, inner.c.type, inner.c.value).where(inner.c.place == 1)
    return [SharedRow(*each) for each in session.connection().execute(latest)]


def pulse_answers(session: Session, kind: str, first_day: int, last_day: int) -> list[Cast]:
    """The faces answers to pulses, each with the team that its device was in on that day ("" for none)."""
    answer: Any = AnswerRow
    member: Any = Membership
    slug = (
        sql_select(col(Team.slug))
        .join(member, member.team_id == Team.id)
        .where(member.device_id == answer.device_id, member.from_day <= answer.day)
        .order_by(member.from_day.desc())
        .limit(1)
        .scalar_subquery()
    )
    columns = (answer.device_id, answer.answer_id, answer.respondent, answer.at, answer.day, slug, answer.value)
    wanted = (
        sql_select(*columns, answer.sharing)
        .join(Campaign, col(Campaign.slug) == answer.campaign)
        .where(col(Campaign.kind) == kind, answer.type == "faces", answer.value.is_not(None))
        .where(answer.day.between(first_day, last_day))
    )
    return [
        Cast(f"{device}.{id_}", respondent, at, day, team or "", value, sharing == "shared")
        for device, id_, respondent, at, day, team, value, sharing in session.connection().execute(wanted)
    ]


def publications(session: Session, since_ms: int) -> list[PublishedRow]:
    """What was published since, and the last publication of each group whenever that was; oldest first."""
    rows: Any = Publication
    last = sql_select(rows.group_key, func.max(rows.published_at).label("at")).group_by(rows.group_key).subquery()
    columns: list[Any] = [getattr(rows, name) for name in PublishedRow._fields]
    wanted: Any = (
        sql_select(*columns)
        .join(last, last.c.group_key == rows.group_key)
        .where((rows.published_at >= since_ms) | (rows.published_at == last.c.at))
        .order_by(rows.published_at, rows.group_key)
    )
    return [PublishedRow(*row) for row in session.connection().execute(wanted)]


def add_publications(session: Session, rows: Sequence[PublishedRow]) -> None:
    if rows:
        session.connection().execute(insert(Publication), [row._asdict() for row in rows])
