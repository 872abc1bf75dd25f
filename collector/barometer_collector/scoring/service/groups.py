"""Tells of teams and of the fleet: from the sums over their devices, and from what is published of their answers."""

from collections.abc import Mapping, Sequence
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
from barometer_collector.scoring.service.bites import Pause
from barometer_collector.scoring.store import fleet as fleet_store
from barometer_collector.scoring.store import scores as score_store
from barometer_collector.scoring.store import whole_days
from barometer_collector.scoring.store.fleet import Size
from barometer_collector.scoring.store.scores import GroupScoreRow
from barometer_collector.scoring.views import Group, Sentiment
from barometer_collector.sentiment import publishing
from barometer_collector.sentiment.publishing import FLEET, GroupAnswers, team_key
from barometer_collector.settings import Settings

_NOBODY = Size(0, 0)


class StoredGroup(msgspec.Struct):
    """What is kept of a group."""

    group: Group


class _Row(NamedTuple):
    """A group with its sums, as it is to be told."""

    key: str
    slug: str
    name: str
    size: Size
    sums: IntArray


def tell_stale(database: Database, settings: Settings, layout: Layout, today: Day, now_ms: int, pause: Pause) -> None:
    """Tell of every day whose devices were scored since its groups were told, in the order of days."""
    with database.reading() as session:
        stale = {*score_store.stale_days(session, first_of_trend(today))}
        known = whole_days.known(session, first_of_trend(today))
    for each in known:
        if not each.is_done:
            return  # what people answered is published day after day
        if each.mark == layout.mark and (each.day in stale or not each.is_told) and each.day <= today.day:
            day, told_at = (today, now_ms) if each.day == today.day else (past_day(each.day), end_of(each.day))
            score_groups(database, settings, layout, day, told_at)
            pause()


def score_groups(database: Database, settings: Settings, layout: Layout, day: Day, now_ms: int) -> None:
    """Tell of all teams and of the fleet on ``day``; everyone's answers are looked at again."""
    with database.reading() as session:
        stored = score_store.group_sums(session, day.day)
        sizes = fleet_store.sizes(session, day.last)
        teams = fleet_store.team_numbers(session)
    sums = {row.team_id: sums_of(layout, row.sums) for row in stored}
    everybody = Size(*(sum(column) for column in zip(*sizes.values(), strict=True)))
    rows = [
        _Row(
            team_key(team.slug), team.slug, team.name, sizes.get(team.id, _NOBODY), sums.get(team.id, layout.nothing())
        )
        for team in teams
    ]
    total = np.sum([layout.nothing(), *sums.values()], axis=0)
    rows.append(_Row(FLEET, FLEET, FLEET, everybody, total))
    with database.writing() as session:
        answers = publishing.publish(session, settings, now_ms, day.last, {row.key: row.size.devices for row in rows})
        score_store.put_groups(session, day.day, _told(layout, rows, answers, day, now_ms))
        score_store.note_told(session, day.day, {row.team_id: row.changes for row in stored})
        whole_days.note_told(session, day.day)


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
        found.append(_stored_row(row.key, StoredGroup(group), day, layout.model.name, now_ms))
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
