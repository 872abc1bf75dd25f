"""When confidential words may be read: only as a bundle of enough people, and each bundle once and for all.

Whoever wrote was told that words are shown only in groups. A number hides its people in a mean; words stand there as
they were written. So a bundle holds those of the whole fleet, without laptop, team, moment and the answer that they
stood beside, in an order that means nothing (see ``beside`` for what stands there). It is closed with a round, and what
it holds is noted: words that appeared one by one would tell when each was written, and words that moved to another
bundle, as somebody's were erased or the threshold changed, whose they are. Where a round has too few people, its words
wait and are bundled with those of the next.

What this does not hide: what the words themselves say, and who writes like that.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from barometer_collector.sentiment.rules.rounds import round_of


@dataclass(frozen=True)
class Written:
    """Words that came on ``day`` (of the collector, days since 1970, UTC) from this device."""

    day: int
    respondent: str
    device_id: int
    answer_id: str


@dataclass(frozen=True)
class Closed:
    """A bundle: ``words`` that were new from ``first_day`` to ``last_day``, both included."""

    first_day: int
    last_day: int
    words: tuple[Written, ...]


def closed_bundles(
    waiting: Iterable[Written], needed: int, today: int, closed_until: int | None = None
) -> list[Closed]:
    """The bundles that are closed on ``today``, the oldest first, of words that are in none yet.

    ``closed_until`` is the last day of the last bundle that was closed: what came earlier and was not in it, as it was
    written down late, is as new as what came on the day after.
    """
    by_round: dict[int, list[Written]] = {}
    for each in waiting:
        day = each.day if closed_until is None else max(each.day, closed_until + 1)
        by_round.setdefault(round_of(day).first_day, []).append(each)
    found: list[Closed] = []
    held: list[Written] = []
    since: int | None = None
    for first_day in sorted(by_round):
        last_day = round_of(first_day).last_day
        if last_day >= today:
            break
        held += by_round[first_day]
        since = first_day if since is None else since
        if people((each.respondent, each.device_id) for each in held) >= needed:
            found.append(Closed(since, last_day, tuple(held)))
            held, since = [], None
    return found


def people(wrote: Iterable[tuple[str, int]]) -> int:
    """How many people these respondents on these devices are: no more than the laptops that they wrote from, as one
    person can have several accounts."""
    known = list(wrote)
    return min(len({respondent for respondent, _ in known}), len({device_id for _, device_id in known}))
