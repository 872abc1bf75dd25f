"""One vote per respondent and period: the latest answer."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from barometer_collector.suppression.rules import Vote, Votes

# Four whole weeks: every day of the week counts equally often, whenever the period ends.
PERIOD_DAYS = 28


@dataclass(frozen=True)
class Cast:
    """A pulse answer: whose, when (ms since 1970), from which team ("": none), and which of the five faces.

    ``id`` begins with the device that it came from, up to the first dot; an anonymous one is of nobody's device.
    ``doubted``: perhaps of somebody who does not exist; it counts, and hides nobody.
    """

    id: str
    respondent: str
    at: int
    day: int
    team: str
    value: int
    shared: bool
    doubted: bool = False

    @property
    def vote(self) -> Vote:
        return Vote(self.id, "" if self.doubted else self.respondent, self.shared, self.id.partition(".")[0])


def team_key(slug: str) -> str:
    """How a team is called where the fleet is one of the groups; no slug can be mistaken for that."""
    return f"team:{slug}"


def latest_by_group(answers: Iterable[Cast], first_day: int, last_day: int) -> Mapping[str, Votes]:
    """The votes of each team, by its key, over the days ``first_day`` to ``last_day`` (both included).

    A person has one vote in all: who answered in two teams counts in the one of the later answer. Of answers at the
    same moment the one with the greater id counts, so that their order means nothing.
    """
    latest: dict[str, Cast] = {}
    for answer in answers:
        if first_day <= answer.day <= last_day:
            before = latest.get(answer.respondent)
            if before is None or (before.at, before.id) < (answer.at, answer.id):
                latest[answer.respondent] = answer
    groups: dict[str, set[Vote]] = defaultdict(set)
    for answer in latest.values():
        groups[team_key(answer.team)].add(answer.vote)
    return {group: frozenset(votes) for group, votes in groups.items()}
