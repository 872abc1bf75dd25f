"""When confidential words may be read: only as a bundle of enough people, and each bundle once and for all.

Whoever wrote was told that words are shown only in groups. A number hides its people in a mean; words stand there as
they were written. So a bundle holds those of the whole fleet, without laptop, team, score and moment, in an order that
means nothing. It is closed with a round, and changes no more: words that appeared one by one would tell when each was
written. Where a round has too few people, its words wait and are bundled with those of the next.

What this does not hide: what the words themselves say, and who writes like that.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from barometer_collector.sentiment.rules.rounds import round_of


@dataclass(frozen=True)
class Writer:
    """Somebody wrote something that came on ``day`` (of the collector, days since 1970, UTC) from this device."""

    day: int
    respondent: str
    device_id: int


@dataclass(frozen=True)
class Closed:
    """A bundle: what came from ``first_day`` to ``last_day``, both included, of ``people`` people."""

    first_day: int
    last_day: int
    people: int


def closed_bundles(writers: Iterable[Writer], needed: int, today: int) -> list[Closed]:
    """The bundles that may be read on ``today``, the oldest first.

    They follow from the day on which words came: what comes late is in a later bundle. People count as no more than the
    laptops that they wrote from, as one person can have several accounts.
    """
    by_round: dict[int, list[Writer]] = {}
    for writer in writers:
        by_round.setdefault(round_of(writer.day).first_day, []).append(writer)
    found: list[Closed] = []
    waiting: list[Writer] = []
    since: int | None = None
    for first_day in sorted(by_round):
        last_day = round_of(first_day).last_day
        if last_day >= today:
            break
        waiting += by_round[first_day]
        since = first_day if since is None else since
        people = _people(waiting)
        if people >= needed:
            found.append(Closed(since, last_day, people))
            waiting, since = [], None
    return found


def _people(writers: Iterable[Writer]) -> int:
    known = list(writers)
    return min(len({each.respondent for each in known}), len({each.device_id for each in known}))
