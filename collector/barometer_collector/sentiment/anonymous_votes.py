"""The answers of anonymous rounds as votes: each of a person of its own, of nobody's laptop."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from barometer_collector.ballots import service as ballots
from barometer_collector.ballots.rules import last_day
from barometer_collector.ballots.service import Answered
from barometer_collector.database import Session
from barometer_collector.sentiment.rules.kinds import AnonymousRound, doubted
from barometer_collector.sentiment.rules.votes import Cast
from barometer_shared.questions import FacesAnswer


@dataclass(frozen=True)
class AnonymousVotes:
    """The votes of all rounds that a publication may hold, by campaign. ``answered`` is how many answers each team (""
    for all too small ones) had in the round that counts now, when they were counted last."""

    casts: Mapping[str, Sequence[Cast]] = field(default_factory=dict)
    answered: Mapping[str, int] = field(default_factory=dict)


def load(
    session: Session,
    rounds: Sequence[AnonymousRound],
    counted: AnonymousRound | None,
    published: frozenset[str],
    now_ms: int | None,
    needed: int,
) -> AnonymousVotes:
    """The votes that may be looked at: those that were ``published``, and now and then all of a group in the round that
    is counted (see ``ballots.count``). ``now_ms`` None: nothing is looked at that was not. In the caller's writing
    transaction."""
    looked: frozenset[str] = frozenset()
    if counted is not None and now_ms is not None:
        looked = ballots.count(session, counted.campaign, now_ms, needed)
    casts = {
        each.campaign: _casts(session, each, published, looked if each == counted else frozenset()) for each in rounds
    }
    return AnonymousVotes(casts, ballots.answered(session, counted.campaign) if counted else {})


def _casts(session: Session, round_: AnonymousRound, published: frozenset[str], looked: frozenset[str]) -> list[Cast]:
    known = ballots.answers_of(session, round_.campaign)
    answers = [each for each in known if each.group_id in looked or each.id in published]
    doubts = _doubts(answers, published, ballots.extra_votes(session, round_.campaign))
    day = last_day(round_.closes_at)
    return [
        Cast(each.id, each.id, round_.closes_at, day, each.team, each.response.value, False, each.id in doubts)
        for each in answers
        if isinstance(each.response, FacesAnswer)
    ]


def _doubts(answers: Sequence[Answered], published: frozenset[str], extra: Mapping[str, int]) -> frozenset[str]:
    return frozenset[str]().union(
        *(
            doubted([each.id for each in answers if each.group_id == group], published, number)
            for group, number in extra.items()
            if number
        )
    )
