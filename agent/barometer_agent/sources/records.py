"""What a reader of a system's log gives: what is new since a cursor, and where to go on."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from barometer_agent.sampler import Reason

Event = TypeVar("Event", covariant=True)


@dataclass(frozen=True)
class Records(Generic[Event]):
    """``events`` oldest first, each once; ``cursor`` is given back at the next reading, and means something only there.

    ``lost`` says why records between the old cursor and these may be missing (a log that was cleared or rotated, a
    record that vanished); None where nothing is. A part of the events when there are very many: the rest follows.
    """

    events: tuple[Event, ...]
    cursor: str
    lost: Reason | None = None
