"""Reads scores as they are told: groups as they were stored, devices computed from the same facts when asked for."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from barometer_collector.database import Database, Session
from barometer_collector.devices.rules import shown_id
from barometer_collector.errors import ProblemError
from barometer_collector.scoring.discovery import measures
from barometer_collector.scoring.model import load
from barometer_collector.scoring.rules.days import Day, day_of, first_of_trend, iso_of
from barometer_collector.scoring.rules.definition import Model
from barometer_collector.scoring.rules.explain import explain
from barometer_collector.scoring.rules.facts import nothing
from barometer_collector.scoring.rules.groups import group_of
from barometer_collector.scoring.rules.tally import Tally
from barometer_collector.scoring.rules.technical import score_t
from barometer_collector.scoring.service.devices import scores_of
from barometer_collector.scoring.service.groups import stored
from barometer_collector.scoring.store import fleet as fleet_store
from barometer_collector.scoring.store import scores as score_store
from barometer_collector.scoring.store.fleet import DeviceRow
from barometer_collector.scoring.store.scores import TrendRow
from barometer_collector.scoring.views import (
    Device,
    DevicePage,
    DeviceScores,
    Fleet,
    Gap,
    Group,
    LatestScores,
    Sentiment,
    TrendPoint,
)
from barometer_collector.sentiment.publishing import FLEET, needed_respondents, team_key
from barometer_collector.settings import Settings

MOST_DEVICES = 500
_ID_DIGITS = 16
_COUNTED_NOW = 20_000  # devices


def fleet(database: Database, settings: Settings, now: datetime) -> Fleet:
    """The fleet and all teams, by name, with their trends."""
    with database.reading() as session:
        groups = _groups(session, settings, day_of(now))
        return Fleet(groups[FLEET], tuple(group for key, group in groups.items() if key != FLEET))


def team(database: Database, settings: Settings, now: datetime, slug: str) -> Group:
    """One team; ProblemError 404 when there is none of that slug."""
    with database.reading() as session:
        groups = _groups(session, settings, day_of(now))
    if team_key(slug) not in groups:
        raise _unknown("team", slug, "the slug of a team", "see GET /api/v1/teams")
    return groups[team_key(slug)]


def devices(
    database: Database,
    settings: Settings,
    now: datetime,
    team: str | None = None,
    after: str | None = None,
    limit: int = 100,
) -> DevicePage:
    """Devices that are in use, by their id, at most ``limit`` from the one after ``after`` on.

    ProblemError 404 for a team that does not exist, 422 for an ``after`` that is no device's id.
    """
    number = None if after is None else _number(after)
    if after is not None and number is None:
        raise ProblemError(
            422, "this is no place in the list", field="after", rule="16 hexadecimal digits", fix="use next of a page"
        )
    day, limit = day_of(now), max(1, min(limit, MOST_DEVICES))
    with database.snapshot() as session:
        if team is not None and team not in dict(fleet_store.teams(session)):
            raise _unknown("team", team, "the slug of a team", "see GET /api/v1/teams")
        rows = fleet_store.devices(session, day.last, team, number, limit + 1)
        shown = _devices(session, load(settings.model_file), day, rows[:limit])
    return DevicePage(tuple(shown), shown[-1].id if len(rows) > limit else None)


def device(database: Database, settings: Settings, now: datetime, device_id: str) -> Device:
    """One device; ProblemError 404 when there is none of that id."""
    number, day = _number(device_id), day_of(now)
    with database.snapshot() as session:
        row = None if number is None else fleet_store.device(session, day.last, number)
        if row is None:
            raise _unknown("device", device_id, "the id of a device", "see GET /api/v1/devices")
        return _devices(session, load(settings.model_file), day, [row])[0]


def latest(session: Session, settings: Settings, now: datetime, number: int) -> LatestScores:
    """The scores of the device of that number as of ``now``, in the caller's transaction."""
    model, today = load(settings.model_file), day_of(now)
    (scores,) = scores_of(session, model, [number], today)
    return LatestScores(scores, today.first(model.window_days), today.day)


def no_scores(model: Model) -> DeviceScores:
    """What is told of a device of which nothing was computed yet."""
    return explain(model, score_t(model, nothing(1), measures()), {})[0]


def _groups(session: Session, settings: Settings, day: Day) -> dict[str, Group]:
    """Every team by its key, in the order of their names, and the fleet."""
    model = load(settings.model_file)
    latest = score_store.latest_group_day(session, FLEET, day.day)
    documents = {} if latest is None else score_store.group_documents(session, latest)
    trends = _trends(score_store.trend(session, first_of_trend(day), day.day))
    # Counting takes seconds in a fleet of a million: then the counts are those that were told last.
    is_small = fleet_store.count(session) <= _COUNTED_NOW or not documents
    sizes = _sizes(session, day) if is_small else {}
    found = {}
    teams = [(team_key(slug), slug, name) for slug, name in fleet_store.teams(session)]
    for key, shown_key, name in (*teams, (FLEET, FLEET, FLEET)):
        document = documents.get(key)
        size = sizes.get(key, (0, 0)) if is_small or document is None else _size_told(document)
        if document is None:
            x = Sentiment(None, None, None, 0, needed_respondents(settings), size[0])
            group = group_of(model, shown_key, name, size, Tally(), x)
        else:
            group = stored(document).group
        found[key] = replace(group, name=name, devices=size[0], simulated_devices=size[1], trend=trends.get(key, ()))
    return found


def _sizes(session: Session, day: Day) -> dict[str, tuple[int, int]]:
    """How many devices a group has, and how many of them are simulated."""
    sizes = fleet_store.sizes(session, day.last)
    keys = {team.id: team_key(team.slug) for team in fleet_store.team_numbers(session)}
    everybody = sum(each.devices for each in sizes.values()), sum(each.simulated for each in sizes.values())
    return {keys[team]: (size.devices, size.simulated) for team, size in sizes.items() if team in keys} | {
        FLEET: everybody
    }


def _size_told(document: str) -> tuple[int, int]:
    group = stored(document).group
    return group.devices, group.simulated_devices


def _trends(rows: Sequence[TrendRow]) -> dict[str, tuple[TrendPoint, ...]]:
    points: dict[str, list[TrendPoint]] = defaultdict(list)
    for row in rows:
        points[row.group_key].append(TrendPoint(iso_of(row.day), row.experience, row.t, row.x))
    return {key: tuple(of_group) for key, of_group in points.items()}


def _devices(session: Session, model: Model, day: Day, rows: Sequence[DeviceRow]) -> list[Device]:
    ids = sorted(row.id for row in rows)
    scores = dict(zip(ids, scores_of(session, model, ids, day) if ids else [], strict=True))
    gaps: dict[int, list[Gap]] = defaultdict(list)
    scored = {name for rule in model.rules() for name in rule.names()}
    for gap in fleet_store.gaps(session, ids):
        gaps[gap.device_id].append(Gap(gap.metric, gap.kind, gap.reason, gap.metric in scored))
    return [_device(row, scores[row.id], tuple(gaps[row.id])) for row in rows]


def _device(row: DeviceRow, scores: DeviceScores, gaps: tuple[Gap, ...]) -> Device:
    return Device(
        id=shown_id(row.id),
        name=row.name,
        team=row.team,
        platform=row.platform,
        os=row.os,
        agent_version=row.agent_version,
        simulated=bool(row.simulated),
        enrolled_at=row.enrolled_at,
        last_seen_at=row.last_seen_at,
        scores=scores,
        gaps=gaps,
    )


def _number(device_id: str) -> int | None:
    """The device's number; None for what cannot be one."""
    if len(device_id) != _ID_DIGITS or not set(device_id) <= set("0123456789abcdef"):
        return None
    number = int(device_id, 16)
    return number if number.bit_length() < 64 else None


def _unknown(field: str, value: str, rule: str, fix: str) -> ProblemError:
    return ProblemError(404, f"there is no {field} {value[:64]!r}", field=field, rule=rule, fix=fix)
