"""Tells of teams and of the fleet: from the sums over their devices, and from what is published of their answers."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import msgspec
import numpy as np

from barometer_collector.database import Database
from barometer_collector.scoring.rules.curve import band
from barometer_collector.scoring.rules.days import Day, end_of, first_of_trend, past_day
from barometer_collector.scoring.rules.facts import IntArray
from barometer_collector.scoring.rules.groups import group_of
from barometer_collector.scoring.rules.record import sums_of
from barometer_collector.scoring.rules.tally import Layout, tally_of
from barometer_collector.scoring.service.bites import Pause, go_on
from barometer_collector.scoring.store import fleet as fleet_store
from barometer_collector.scoring.store import scores as score_store
from barometer_collector.scoring.store import whole_days
from barometer_collector.scoring.store.fleet import Size, TeamRow
from barometer_collector.scoring.store.scores import GroupScoreRow
from barometer_collector.scoring.views import Group, Sentiment
from barometer_collector.sentiment import publishing
from barometer_collector.sentiment.publishing import FLEET, GroupAnswers, team_key
from barometer_collector.settings import Settings

_NOBODY = Size(0, 0)
_AT_ONCE = 50  # groups told in one transaction, which takes some milliseconds


class StoredGroup(msgspec.Struct):
    """What is kept of a group."""

    group: Group


class _Row(NamedTuple):
    """A group with its sums, as it is to be told."""

    key: str
    team_id: int  # 0: the fleet, and with it the devices without a team
    slug: str
    name: str
    size: Size
    sums: IntArray


def tell_stale(
    database: Database, settings: Settings, layout: Layout, today: Day, now_ms: int, pause: Pause, most_past: int = 31
) -> bool:
    """Tell of the days whose devices were scored since their groups were told, in the order of days: at most so many
    that are over, and today. Whether there was any."""
    with database.reading() as session:
        stale = {*score_store.stale_days(session, first_of_trend(today))}
        known = whole_days.known(session, first_of_trend(today))
    told = 0
    for each in known:
        if not each.is_done or each.day > today.day:
            break  # what people answered is published day after day
        if each.mark != layout.mark or (each.day not in stale and each.is_told):
            continue
        if each.day == today.day or told < most_past:
            day, told_at = (today, now_ms) if each.day == today.day else (past_day(each.day), end_of(each.day))
            score_groups(database, settings, layout, day, told_at, pause)
            told += 1
    return told > 0


def score_groups(
    database: Database, settings: Settings, layout: Layout, day: Day, now_ms: int, pause: Pause = go_on
) -> None:
    """Tell of all teams and of the fleet on ``day``; everyone's answers are looked at again.

    In transactions of some groups each, as what is told of a thousand takes a second to make and to store.
    """
    with database.reading() as session:
        stored = score_store.group_sums(session, day.day)
        sizes = fleet_store.sizes(session, day.last)
        teams = fleet_store.team_numbers(session)
    rows = _groups(layout, sizes, teams, {row.team_id: sums_of(layout, row.sums) for row in stored})
    changes = {row.team_id: row.changes for row in stored}
    asked = {row.key: row.size.devices for row in rows}
    answers = publishing.publish_beside(database, settings, now_ms, day.last, asked)
    for some in (rows[start : start + _AT_ONCE] for start in range(0, len(rows), _AT_ONCE)):
        told = _told(layout, some, answers, day, now_ms)
        with database.writing() as session:
            score_store.put_groups(session, day.day, told)
            numbers = {row.team_id for row in some}
            score_store.note_told(session, day.day, {team: changes[team] for team in numbers & {*changes}})
            if some[-1] is rows[-1]:
                whole_days.note_told(session, day.day)
        pause()


def _groups(
    layout: Layout, sizes: Mapping[int, Size], teams: Sequence[TeamRow], sums: Mapping[int, IntArray]
) -> list[_Row]:
    """Every team by name, and the fleet last, which has the devices without a team too."""
    nothing = layout.nothing()
    everybody = Size(sum(each.devices for each in sizes.values()), sum(each.simulated for each in sizes.values()))
    rows = [
        _Row(
            team_key(team.slug), team.id, team.slug, team.name, sizes.get(team.id, _NOBODY), sums.get(team.id, nothing)
        )
        for team in teams
    ]
    total = np.sum([nothing, *sums.values()], axis=0)
    return [*rows, _Row(FLEET, 0, FLEET, FLEET, everybody, total)]


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


def _told(
    layout: Layout, rows: Sequence[_Row], answers: Mapping[str, GroupAnswers], day: Day, now_ms: int
) -> list[GroupScoreRow]:
    found = []
    for row in rows:
        x = sentiment_of(answers[row.key])
        group = group_of(layout.model, row.slug, row.name, row.size, tally_of(layout, row.sums), x)
        told = StoredGroup(replace(group, computed_at=now_ms))
        found.append(_stored_row(row.key, told, day, layout.model.name, now_ms))
    return found


def _stored_row(key: str, told: StoredGroup, day: Day, model: str, now_ms: int) -> GroupScoreRow:
    group = told.group
    return GroupScoreRow(
        group_key=key,
        day=day.day,
        experience=group.experience.value,
        t=group.t.value,
        x=group.x.value,
        o=group.o.value,
        document=msgspec.json.encode(told, order="deterministic").decode(),
        model=model,
        computed_at=now_ms,
    )
