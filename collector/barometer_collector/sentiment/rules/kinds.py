"""X of a period is of one kind: confidential votes, or the answers of one anonymous round."""

from collections.abc import Iterable
from dataclasses import dataclass

from barometer_collector.ballots.rules import last_day, may_be_counted
from barometer_collector.sentiment.rules.votes import PERIOD_DAYS


@dataclass(frozen=True)
class AnonymousRound:
    """An anonymous campaign of the pulse; ``closes_at`` in milliseconds since 1970 UTC."""

    campaign: str
    closes_at: int


def round_of_period(rounds: Iterable[AnonymousRound], period_end: int, now_ms: int) -> AnonymousRound | None:
    """The round that X of the period that ends with the day ``period_end`` is of; None: it is of confidential votes.

    The last one that closed in the period and may be counted. Nobody can tell which confidential vote, or which answer
    of an earlier round, is of the same person: added up, somebody would count twice.
    """
    within = [
        each
        for each in rounds
        if period_end - PERIOD_DAYS < last_day(each.closes_at) <= period_end and may_be_counted(each.closes_at, now_ms)
    ]
    return max(within, key=lambda each: (each.closes_at, each.campaign), default=None)


def doubted(ids: Iterable[str], published: frozenset[str], extra: int) -> frozenset[str]:
    """Which ``extra`` of a group's answers are taken for those of accounts that somebody invented.

    Nobody knows which they are, so it is always those that hide others least: first the ones that nothing shown so far
    holds, as what is new must not be made of them.
    """
    return frozenset(sorted(ids, key=lambda each: (each in published, each))[:extra])
