"""Publishes what groups answered, and only what gives nobody away (see ``suppression``)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec

from barometer_collector.database import Database, Session
from barometer_collector.sentiment import anonymous_votes, pulse, store
from barometer_collector.sentiment.rules.interval import interval
from barometer_collector.sentiment.rules.kinds import AnonymousRound, round_of_period
from barometer_collector.sentiment.rules.normalise import SCALES, points_of
from barometer_collector.sentiment.rules.votes import PERIOD_DAYS, Cast, latest_by_group, team_key
from barometer_collector.sentiment.store import PublishedRow
from barometer_collector.settings import LOWEST_RESPONDENTS, Settings
from barometer_collector.suppression.rules import FLEET, Shown, Threshold, Vote, Votes, release

__all__ = ["FLEET", "GroupAnswers", "needed_respondents", "publish", "publish_beside", "team_key"]

_DAY_MS = 86_400_000
_MEMORY_DAYS = 3 * PERIOD_DAYS  # older votes can be in no figure that overlaps with a new one


@dataclass(frozen=True)
class GroupAnswers:
    """What may be known of a group's X. While it is suppressed ``value`` is None and ``respondents`` stays below
    ``needed``; else it is the number that was published. ``low`` and ``high`` are the 95 % interval, all 0 to 100.
    ``asked`` is how many people the group had when that was published, as the interval belongs to that number; how
    many it has now while it is suppressed."""

    value: float | None
    low: float | None
    high: float | None
    respondents: int
    needed: int
    published_at: int | None
    asked: int


def needed_respondents(settings: Settings) -> int:
    """From how many respondents an X is shown, whatever the setting says."""
    return max(settings.min_respondents, LOWEST_RESPONDENTS)


def publish_beside(
    database: Database, settings: Settings, now_ms: int, last_day: int, asked: Mapping[str, int]
) -> Mapping[str, GroupAnswers]:
    """``publish`` that keeps nobody from writing while it reads, as answers of a large fleet take seconds to read.

    Whatever is published meanwhile by another, or where an anonymous round is counted, it is done in one transaction.
    """
    with database.snapshot() as session:
        if not _rounds(session, last_day):
            seen = store.latest_publication(session)
            fresh, shown = _publish(session, settings, now_ms, last_day, asked)
            if not fresh:
                return shown
        else:
            seen, fresh, shown = None, None, {}
    with database.writing() as session:
        if fresh is None or store.latest_publication(session) != seen or _rounds(session, last_day):
            return publish(session, settings, now_ms, last_day, asked)
        store.add_publications(session, fresh)
        return shown


def publish(
    session: Session, settings: Settings, now_ms: int, last_day: int, asked: Mapping[str, int]
) -> Mapping[str, GroupAnswers]:
    """Publish what may be published now, and give what is shown of each group of ``asked`` and of the fleet.

    ``asked`` tells how many people each team and the fleet has, by the keys of ``team_key`` and FLEET. ``last_day``
    is the last of the period's local days. In the caller's writing transaction, alone: two at once could each publish
    what must not be known together.

    Publications come in the order of the days they tell of. So a past day (``now_ms`` at its end) that is scored again
    publishes only while nothing was published then or later; else it tells what was published by then, and no more.
    What is new of it is in the next publication. Without that order a late answer could be told by two figures of one
    day, and a publication be judged by others than those that people had seen by then.
    """
    fresh, shown = _publish(session, settings, now_ms, last_day, asked)
    store.add_publications(session, fresh)
    return shown


def _publish(
    session: Session, settings: Settings, now_ms: int, last_day: int, asked: Mapping[str, int]
) -> tuple[list[PublishedRow], Mapping[str, GroupAnswers]]:
    """What is to be published now, and what is shown then."""
    rows = store.publications(session, now_ms - _MEMORY_DAYS * _DAY_MS)
    is_over = last_day <= now_ms // _DAY_MS
    is_past = len(rows) > 0 and rows[-1].published_at >= now_ms + (not is_over)
    needed = needed_respondents(settings)
    votes = _current(session, rows, last_day, now_ms, needed, looks=not is_past)
    current, answers = dict(votes.groups), votes.casts
    by_id = {answer.id: answer.vote for answer in answers}
    sets = [_votes(row, by_id) for row in rows]
    last = {row.group_key: number for number, row in enumerate(rows) if row.published_at <= now_ms}
    shown = release(
        current={key: current.get(key, frozenset()) for key in {*current, *asked} - {FLEET}},
        published={key: sets[number] for key, number in last.items()},
        history=sets,
        threshold=Threshold(needed, LOWEST_RESPONDENTS),
    )
    latest = {key: rows[number] for key, number in last.items()}
    values = {answer.id: answer.value for answer in answers}
    before = {key: sets[number] for key, number in last.items()}
    fresh = [] if is_past else _fresh(shown, before, values, asked, latest, now_ms)
    latest |= {row.group_key: row for row in fresh}
    return fresh, {
        key: _shown(latest[key], needed)
        if key in latest and (key in shown.groups or (key == FLEET and shown.fleet is not None))
        else _suppressed(
            sum(votes.told.values()) if key == FLEET else votes.told.get(key, 0), needed, asked.get(key, 0)
        )
        for key in {*asked, FLEET}
    }


@dataclass(frozen=True)
class _Current:
    """The votes of the period by group, how many of each may be told, and all that a publication may hold."""

    groups: Mapping[str, Votes]
    told: Mapping[str, int]
    casts: Sequence[Cast]


def _current(
    session: Session, rows: Sequence[PublishedRow], last_day: int, now_ms: int, needed: int, *, looks: bool
) -> _Current:
    """Of one kind: the answers of an anonymous round, or confidential votes. ``looks``: also at what is new of a
    round."""
    rounds = _rounds(session, last_day)
    counted = round_of_period(rounds, last_day, now_ms)
    published = frozenset(each for row in rows for each in msgspec.json.decode(row.votes, type=list[str]))
    anonymous = anonymous_votes.load(session, rounds, counted, published, now_ms if looks else None, needed)
    confidential = store.pulse_answers(session, pulse.KIND, last_day - _MEMORY_DAYS + 1, last_day)
    casts = [*confidential, *(cast for of_round in anonymous.casts.values() for cast in of_round)]
    of_period = anonymous.casts[counted.campaign] if counted else confidential
    groups = latest_by_group(of_period, last_day - PERIOD_DAYS + 1, last_day)
    if counted:
        return _Current(groups, {team_key(team): number for team, number in anonymous.answered.items()}, casts)
    return _Current(groups, {key: len(votes) for key, votes in groups.items()}, casts)


def _rounds(session: Session, last_day: int) -> Sequence[AnonymousRound]:
    """The anonymous rounds of which a publication may hold answers."""
    return store.anonymous_campaigns(session, pulse.KIND, (last_day - _MEMORY_DAYS + 1) * _DAY_MS)


def _fresh(
    shown: Shown,
    before: Mapping[str, Votes],
    values: Mapping[str, int],
    asked: Mapping[str, int],
    latest: Mapping[str, PublishedRow],
    now_ms: int,
) -> list[PublishedRow]:
    """The publications that are new; none of an answer that is gone, as leaving it out would tell what it was."""
    figures = {**shown.groups, **({FLEET: shown.fleet} if shown.fleet is not None else {})}
    return [
        _publication(
            key,
            max(now_ms, latest[key].published_at + 1) if key in latest else now_ms,
            [values[vote.id] for vote in votes],
            sorted(vote.id for vote in votes),
            asked.get(key, 0),
        )
        for key, votes in sorted(figures.items())
        if votes != before.get(key) and all(vote.id in values for vote in votes)
    ]


def _publication(key: str, at: int, faces: Sequence[int], ids: Sequence[str], asked: int) -> PublishedRow:
    lowest, highest = SCALES["faces"]
    counts = [faces.count(face) for face in range(lowest, highest + 1)]
    low, high = interval(counts, asked)
    total = sum(points_of("faces", face) or 0.0 for face in faces)
    return PublishedRow(
        group_key=key,
        published_at=at,
        value=round(total / len(faces), 2),
        low=round(low, 2),
        high=round(high, 2),
        respondents=len(faces),
        asked=asked,
        votes=msgspec.json.encode(list(ids)).decode(),
    )


def _votes(row: PublishedRow, by_id: Mapping[str, Vote]) -> Votes:
    """What the publication held; an answer that is gone protects nobody any more."""
    ids = msgspec.json.decode(row.votes, type=list[str])
    return frozenset(by_id.get(each, Vote(each, "")) for each in ids)


def _shown(row: PublishedRow, needed: int) -> GroupAnswers:
    return GroupAnswers(row.value, row.low, row.high, row.respondents, needed, row.published_at, row.asked)


def _suppressed(votes: int, needed: int, asked: int) -> GroupAnswers:
    """A group that has enough answers and is hidden for the sake of others says no more than that it is hidden."""
    return GroupAnswers(None, None, None, min(votes, needed - 1), needed, None, asked)
