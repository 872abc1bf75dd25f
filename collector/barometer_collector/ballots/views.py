"""What is shown of an anonymous round to whoever may see scores."""

from dataclasses import dataclass

from barometer_shared.questions import Localised


@dataclass(frozen=True)
class GroupFigure:
    """A group of a round. ``issued`` tokens for ``served`` laptops are known once the round is closed; ``spent``
    messages came and ``answered`` of them held an answer when the group was looked at last (see ``service.count``)."""

    name: Localised
    laptops: int
    issued: int | None
    served: int | None
    spent: int | None
    answered: int | None


@dataclass(frozen=True)
class TopicFigure:
    """How many of those whose words may be read said that it is about this."""

    text: Localised
    people: int


@dataclass(frozen=True)
class RoundFigure:
    """A round; times in milliseconds since 1970 UTC. ``keys`` is the hash of its list of keys, to be compared.

    ``topics`` (the most frequent first) and ``words`` are of ``said`` people of all groups together, once they are
    enough.
    """

    campaign: str
    text: Localised
    closes_at: int
    counted_from: int
    keys: str
    groups: tuple[GroupFigure, ...]
    said: int = 0
    topics: tuple[TopicFigure, ...] = ()
    words: tuple[str, ...] = ()
