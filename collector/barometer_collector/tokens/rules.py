"""Whom a key is for, and who gets a token."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from barometer_shared.anonymous import MAX_LAPTOP_TOKENS

OTHERS = "other"


@dataclass(frozen=True)
class Notes:
    """What is known when a person asks: the earlier request and laptop of that person, and how many the laptop has."""

    request: str | None
    device_id: int | None
    of_device: int


class Verdict(StrEnum):
    """What becomes of a request."""

    NEW = "new"
    AGAIN = "again"
    ELSEWHERE = "elsewhere"
    ENOUGH = "enough"


def grouped(team_of: Mapping[int, int | None], needed: int) -> dict[int, str]:
    """The group of each laptop; those of nobody's group are missing.

    ``team_of`` tells each laptop's team by number, None for those without one. A team of ``needed`` laptops or more is
    a group of its own; all others together are one where they are that many. A key for fewer would be a name.
    """
    sizes = Counter(team for team in team_of.values() if team is not None)
    own = {team for team, size in sizes.items() if size >= needed}
    others = [device for device, team in team_of.items() if team not in own]
    found = {device: group_of_team(team) for device, team in team_of.items() if team is not None and team in own}
    return found | (dict.fromkeys(others, OTHERS) if len(others) >= needed else {})


def group_of_team(team: int) -> str:
    """How a team's group is called."""
    return f"team-{team}"


def sizes_of(groups: Iterable[str]) -> dict[str, int]:
    """How many laptops each group has, by its id in alphabetical order."""
    return dict(sorted(Counter(groups).items()))


def judge(notes: Notes, device_id: int, request: str) -> Verdict:
    """What becomes of ``request`` from the laptop ``device_id``: one for a person, and four for a laptop."""
    if notes.request is not None:
        is_the_same = notes.device_id == device_id and notes.request == request
        return Verdict.AGAIN if is_the_same else Verdict.ELSEWHERE
    return Verdict.ENOUGH if notes.of_device >= MAX_LAPTOP_TOKENS else Verdict.NEW
