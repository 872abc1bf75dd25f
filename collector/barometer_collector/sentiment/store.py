"""The SQL of the X-data."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import func, insert, text
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, select

from barometer_collector.database import fetch
from barometer_collector.sentiment.rules.kinds import AnonymousRound
from barometer_collector.sentiment.rules.occasions import Happened
from barometer_collector.sentiment.rules.votes import Cast
from barometer_collector.sentiment.tables import AnswerRow, Campaign, Occasion, Publication
from barometer_collector.teams.tables import Membership, Team
from barometer_shared.metrics import METRICS

_ADD_CAMPAIGN = text(
    """
    INSERT INTO campaign (slug, kind, question, asker, why, follow_ups, comments, contact, starts_at, ends_at,
                          spread_days, onboarding, audience)
    VALUES (:slug, :kind, :question, :asker, :why, :follow_ups, :comments, :contact, :starts_at, :ends_at,
            :spread_days, :onboarding, :audience)
    ON CONFLICT (slug) DO UPDATE SET question = excluded.question, asker = excluded.asker, why = excluded.why,
        follow_ups = excluded.follow_ups, comments = excluded.comments, contact = excluded.contact
    """
)
_END_CAMPAIGN = text("UPDATE campaign SET ends_at = :ends_at WHERE slug = :slug AND ends_at IS NULL")
_ADD_ANSWER = text(
    """
    INSERT INTO answer (device_id, answer_id, campaign, respondent, type, value, option, text, comment, sharing,
                        language, at, day, received_at, topic, contact, mood)
    VALUES (:device_id, :answer_id, :campaign, :respondent, :type, :value, :option, :text, :comment, :sharing,
            :language, :at, :day, :received_at, :topic, :contact, :mood)
    ON CONFLICT (device_id, answer_id) DO NOTHING
    """
)
_ASKED_DEVICES = """
    SELECT d.id, d.question_types, d.enrolled_at, o.campaign, o.at
    FROM device AS d LEFT JOIN occasion AS o ON o.device_id = d.id WHERE d.id
"""
_KINDS = {METRICS["app_crash"].code: "crash", METRICS["os_crash"].code: "crash", METRICS["boot_ms"].code: "slow_boot"}
# The first start after an update is slow by itself, and what a laptop saw when it first looked is no news (see the
# agent's samplers). ``CROSS JOIN`` because SQLite keeps its order: the few marked batches first.
_HAPPENED = text(
    f"""
    SELECT e.device_id, e.metric, e.at
    FROM open_batch AS b CROSS JOIN event AS e
    WHERE b.first_sample <= :roll_id AND b.roll_id = :roll_id AND e.device_id = b.device_id AND e.day >= :since_day
      AND e.id >= b.first_sample AND e.id <= b.last_sample AND e.at > :since
      AND e.metric IN ({", ".join(str(code) for code in _KINDS)})
      AND (e.metric <> {METRICS["boot_ms"].code} OR e.value >= :slow_boot_ms)
      AND (e.labels IS NULL OR (e.labels NOT LIKE :after_update AND e.labels NOT LIKE :first_run))
    """  # noqa: S608 - built from the catalogue alone
)
_DAY_MS = 86_400_000
_LEFT_OUT = {"after_update": '%"after_update":%', "first_run": '%"seen":%"first run"%'}
_PUT_OCCASION = text(
    """
    INSERT INTO occasion (device_id, kind, campaign, at) VALUES (:device_id, :kind, :campaign, :at)
    ON CONFLICT (device_id) DO UPDATE SET kind = excluded.kind, campaign = excluded.campaign, at = excluded.at
    """
)
_CHUNK = 500


class AskedDevice(NamedTuple):
    """A device as it is asked. ``campaign`` and ``occasion_at`` are of its latest occasion, None before the first."""

    id: int
    question_types: str
    enrolled_at: int
    campaign: str | None
    occasion_at: int | None


class RunningCampaign(NamedTuple):
    """What of a campaign decides who is asked what; truth is 0 and 1 on SQLite."""

    slug: str
    kind: str
    question: str
    asker: str
    why: str
    follow_ups: str
    comments: bool
    contact: bool
    starts_at: int
    ends_at: int | None
    spread_days: int
    onboarding: bool
    anonymous: bool
    audience: str


_RUNNING = f"""
    SELECT {", ".join(RunningCampaign._fields)} FROM campaign
    WHERE starts_at <= ? AND (ends_at IS NULL OR ends_at > ?) ORDER BY slug
"""  # noqa: S608 - names of columns


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


def put_campaigns(session: Session, rows: Sequence[dict[str, object]]) -> None:
    """Add each, or bring what the one that is there asks up to date; whom and when it asks stays as it was."""
    session.connection().execute(_ADD_CAMPAIGN, rows)


def add_campaign(session: Session, campaign: Campaign) -> None:
    session.add(campaign)
    session.flush()


def anonymous_campaigns(session: Session, kind: str, closed_since: int) -> list[AnonymousRound]:
    """The anonymous campaigns of that kind that closed since then, or will."""
    wanted = col(Campaign.anonymous).is_(True), Campaign.kind == kind, col(Campaign.ends_at) >= closed_since
    rows = session.exec(select(Campaign.slug, Campaign.ends_at).where(*wanted).order_by(col(Campaign.slug)))
    return [AnonymousRound(slug, closes_at) for slug, closes_at in rows if closes_at is not None]


def end_campaign(session: Session, slug: str, ends_at: int) -> None:
    """End a campaign that has no end."""
    session.connection().execute(_END_CAMPAIGN, {"slug": slug, "ends_at": ends_at})


def campaigns(session: Session, slugs: Iterable[str]) -> Sequence[Campaign]:
    return session.exec(select(Campaign).where(col(Campaign.slug).in_(sorted(slugs)))).all()


def running_campaigns(session: Session, now_ms: int, since_ms: int | None = None) -> list[RunningCampaign]:
    """Those that have begun and not ended (or not before ``since_ms``), by slug."""
    ended = now_ms if since_ms is None else since_ms
    return [RunningCampaign(*row) for row in fetch(session, _RUNNING, (now_ms, ended))]


def asked_devices(session: Session, device_ids: Sequence[int]) -> list[AskedDevice]:
    """Those of the devices that exist, in any order."""
    if not device_ids:
        return []
    marks = ", ".join("?" * len(device_ids))
    return [AskedDevice(*row) for row in fetch(session, f"{_ASKED_DEVICES} IN ({marks})", device_ids)]


def happened(session: Session, roll_id: int, since: int, slow_boot_ms: int) -> list[Happened]:
    """The crashes, and the boots that took so long or longer, since then in the batches counted as ``roll_id``."""
    first_day = since // _DAY_MS - 1  # a local day may begin before that of UTC
    values = {"roll_id": roll_id, "since": since, "since_day": first_day, "slow_boot_ms": slow_boot_ms, **_LEFT_OUT}
    return [Happened(row[0], _KINDS[row[1]], row[2]) for row in session.connection().execute(_HAPPENED, values)]


def occasions_at(session: Session, device_ids: Iterable[int]) -> dict[int, int]:
    """When what each device was asked about last had happened."""
    ids = sorted(device_ids)
    found: dict[int, int] = {}
    for start in range(0, len(ids), _CHUNK):
        some = col(Occasion.device_id).in_(ids[start : start + _CHUNK])
        found |= dict(session.exec(select(Occasion.device_id, Occasion.at).where(some)).all())
    return found


def put_occasions(session: Session, rows: Sequence[dict[str, object]]) -> None:
    """Have these asked about, in the place of what was before."""
    if rows:
        session.connection().execute(_PUT_OCCASION, rows)


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


def latest_publication(session: Session) -> int | None:
    """When anything was published last."""
    found: int | None = session.connection().execute(sql_select(func.max(Publication.published_at))).scalar()
    return found


def add_publications(session: Session, rows: Sequence[PublishedRow]) -> None:
    if rows:
        session.connection().execute(insert(Publication), [row._asdict() for row in rows])
