"""Which figures of a group may be shown, so that nothing about fewer people can be computed from them.

Whoever reads figures can take one from another. What is left tells about the people in whom the two differ, so any
two figures that are ever shown of overlapping groups must hold the same votes, or differ in enough people. Answers
that their giver showed to IT are known already; the others must hide among at least ``unshared`` people.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

FLEET = "fleet"


@dataclass(frozen=True)
class Vote:
    """One person's answer. ``respondent`` is "" when that is not known any more: it then protects nobody.

    ``shared``: shown with the laptop of its giver, who chose that. ``device``: the laptop that it came from, which
    alone says who its users are; "" where every respondent has one.
    """

    id: str
    respondent: str = field(compare=False)
    shared: bool = field(default=False, compare=False)
    device: str = field(default="", compare=False)


Votes = frozenset[Vote]


@dataclass(frozen=True)
class Threshold:
    """From how many people a figure is shown (``respondents``), and among how many an answer that was not shared must
    hide (``unshared``, not more than ``respondents``)."""

    respondents: int
    unshared: int


@dataclass(frozen=True)
class Shown:
    """What may be shown now: the votes of each group that is shown; those not in it are suppressed."""

    groups: Mapping[str, Votes]
    fleet: Votes | None


def is_enough(votes: Votes, threshold: Threshold) -> bool:
    """Whether a figure over ``votes`` may be shown at all."""
    people = _people(votes)
    unshared = _people(vote for vote in votes if not vote.shared)
    return people >= threshold.respondents and (not unshared or unshared >= threshold.unshared)


def differs_enough(one: Votes, other: Votes, threshold: Threshold) -> bool:
    """Whether two figures may both be known: they hold the same votes, or differ in enough people."""
    return one == other or is_enough(one ^ other, threshold)


def is_renewed(current: Votes, published: Votes | None, threshold: Threshold) -> bool:
    """Whether enough people added or replaced their vote since the last publication."""
    return published is None or _people(current - published) >= threshold.respondents


def release(
    current: Mapping[str, Votes],
    published: Mapping[str, Votes],
    history: Sequence[Votes],
    threshold: Threshold,
) -> Shown:
    """What is shown of the groups of ``current`` (which have no vote in common) and of the fleet, their union.

    ``published`` is what each group, and ``fleet``, showed last; ``history`` all that was ever shown and may still
    overlap with today's votes. A group is renewed when nothing can be computed from its new figure together with any
    earlier one, its own, another group's or the fleet's; until then the last one stays. It is suppressed while
    too few of its people have a vote. Groups that are suppressed count in the fleet together, or not at all.
    """
    shown = {key: published[key] for key in sorted(current) if key in published and is_enough(current[key], threshold)}
    for key in sorted(current):
        if not is_enough(current[key], threshold) or not is_renewed(current[key], published.get(key), threshold):
            continue
        trial = {**shown, key: current[key]}
        if _is_safe((current[key], _union(trial.values())), history, threshold):
            shown = trial
    return Shown(shown, _fleet(current, shown, published.get(FLEET), history, threshold))


def _fleet(
    current: Mapping[str, Votes],
    shown: Mapping[str, Votes],
    published: Votes | None,
    history: Sequence[Votes],
    threshold: Threshold,
) -> Votes | None:
    """The fleet's votes: the groups as shown with the suppressed ones together, or without them, or as it was."""
    if not is_enough(_union(current.values()), threshold):
        return None
    of_groups = _union(shown.values())
    suppressed = _union(votes for key, votes in current.items() if key not in shown)
    known = (*history, of_groups, *shown.values())
    for candidate in (of_groups | suppressed, of_groups):
        new = is_enough(candidate, threshold) and is_renewed(candidate, published, threshold)
        if new and _is_safe((candidate,), known, threshold):
            return candidate
    return published


def _is_safe(figures: Iterable[Votes], known: Sequence[Votes], threshold: Threshold) -> bool:
    return all(differs_enough(figure, other, threshold) for figure in figures for other in known if other)


def _union(sets: Iterable[Votes]) -> Votes:
    return frozenset[Vote]().union(*sets)


def _people(votes: Iterable[Vote]) -> int:
    """How many people hide each other: never more than laptops, as one laptop could invent any number of users."""
    known = [vote for vote in votes if vote.respondent]
    return min(len({vote.respondent for vote in known}), len({vote.device or vote.respondent for vote in known}))
