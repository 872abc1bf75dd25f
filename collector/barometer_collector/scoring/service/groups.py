"""Scores of teams and of the fleet, from the stored scores of their devices and what is published of their answers."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

import msgspec

from barometer_collector.database import Database, Session
from barometer_collector.scoring.rules.curve import band
from barometer_collector.scoring.rules.days import Day
from barometer_collector.scoring.rules.definition import Model
from barometer_collector.scoring.rules.groups import group_of
from barometer_collector.scoring.rules.tally import Tally, merged, tally_of
from barometer_collector.scoring.service.devices import decoded
from barometer_collector.scoring.store import fleet as fleet_store
from barometer_collector.scoring.store import scores as score_store
from barometer_collector.scoring.store import stale as stale_store
from barometer_collector.scoring.store.fleet import Member
from barometer_collector.scoring.store.scores import GroupScoreRow
from barometer_collector.scoring.views import Group, Sentiment
from barometer_collector.sentiment import publishing
from barometer_collector.sentiment.publishing import FLEET, GroupAnswers, team_key
from barometer_collector.settings import Settings


class StoredGroup(msgspec.Struct):
    """What is kept of a group: what is told of it, and the sums that it was made from, over exactly these members."""

    group: Group
    tally: Tally
    members: str


def score_groups(
    database: Database, settings: Settings, model: Model, day: Day, now_ms: int, stale: Collection[str] | None
) -> None:
    """Score anew the ``stale`` teams (their slugs; None: all teams), and the fleet.

    Teams whose devices did not change keep the sums that are stored; everyone's answers are looked at again.
    """
    with database.reading() as session:
        members = fleet_store.members(session, day.last)
        names = dict(fleet_store.teams(session))
        tallies = _tallies(session, members, names, day, stale)
    by_team = _by_team(members, names)
    with database.writing() as session:
        asked = {team_key(team): len(of_team) for team, of_team in by_team.items()} | {FLEET: len(members)}
        answers = publishing.publish(session, settings, now_ms, day.last, asked)
        groups = _groups(model, names, by_team, tallies, answers)
        score_store.put_groups(session, day.day, [_row(key, each, day, model, now_ms) for key, each in groups])
        stale_store.remove(session, day.day, stale)


def stored(document: str) -> StoredGroup:
    """A stored document as it was."""
    return msgspec.json.decode(document, type=StoredGroup)


def sentiment_of(answers: GroupAnswers) -> Sentiment:
    """What is published of a group's answers, as it is told."""
    return Sentiment(
        value=answers.value,
        low=answers.low,
        high=answers.high,
        respondents=answers.respondents,
        needed=answers.needed,
        asked=answers.asked,
        band=band(answers.value),
        published_at=answers.published_at,
    )


def _tallies(
    session: Session, members: Sequence[Member], names: Mapping[str, str], day: Day, stale: Collection[str] | None
) -> dict[str, Tally]:
    """The sums of every team, and of the devices without one."""
    kept: dict[str, Tally] = {}
    if stale is not None:
        documents = score_store.group_documents(session, day.day)
        fresh = {*names} - {*stale}
        before = {team: stored(documents[team_key(team)]) for team in fresh if team_key(team) in documents}
        now = _by_team(members, names)
        kept = {team: group.tally for team, group in before.items() if group.members == _digest(now[team])}
    ids: dict[str, list[int]] = defaultdict(list)
    for member in members:
        if member.team not in kept:
            ids[member.team].append(member.device_id)
    return kept | {team: _tally(session, of_team, day) for team, of_team in ids.items()}


def _tally(session: Session, device_ids: Sequence[int], day: Day) -> Tally:
    documents = score_store.device_documents(session, day.day, device_ids)
    return tally_of(decoded(document) for document in documents.values())


def _digest(members: Iterable[Member]) -> str:
    """Tells whether two lists of members hold the same devices."""
    return hashlib.sha256(",".join(str(member.device_id) for member in members).encode()).hexdigest()


def _by_team(members: Iterable[Member], names: Mapping[str, str]) -> dict[str, list[Member]]:
    teams: dict[str, list[Member]] = {team: [] for team in names}
    for member in members:
        teams.setdefault(member.team, []).append(member)
    return teams


def _groups(
    model: Model,
    names: Mapping[str, str],
    by_team: Mapping[str, Sequence[Member]],
    tallies: Mapping[str, Tally],
    answers: Mapping[str, GroupAnswers],
) -> list[tuple[str, StoredGroup]]:
    found = []
    everybody = [member for of_team in by_team.values() for member in of_team]
    rows: list[tuple[str, str, str, Sequence[Member], Tally]] = [
        (team_key(slug), slug, name, by_team[slug], tallies.get(slug, Tally())) for slug, name in names.items()
    ]
    rows.append((FLEET, FLEET, FLEET, everybody, merged(tallies.values())))
    for key, shown_key, name, members, tally in rows:
        sizes = len(members), sum(member.simulated for member in members)
        x = sentiment_of(answers[key])
        group = group_of(model, shown_key, name, sizes, tally, x)
        found.append((key, StoredGroup(group, tally, _digest(members))))
    return found


def _row(key: str, stored_group: StoredGroup, day: Day, model: Model, now_ms: int) -> GroupScoreRow:
    group = stored_group.group
    return GroupScoreRow(
        group_key=key,
        day=day.day,
        experience=group.experience.value,
        t=group.t.value,
        x=group.x.value,
        o=group.o.value,
        document=msgspec.json.encode(stored_group, order="deterministic").decode(),
        model=model.name,
        computed_at=now_ms,
    )
