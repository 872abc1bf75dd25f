"""Following a log of the system: each event once, also those that happened while the agent was off.

The position in the log is the sampler's cursor, so it enters the spool in one transaction with the events.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Generic, Protocol, TypeVar

import msgspec

from barometer_agent.sampler import Context
from barometer_agent.sources.cursor import kept, restored
from barometer_agent.sources.records import Records
from barometer_shared.protocol import LEDGER_DAYS, SPOOL_DAYS

# An event may lie in the spool for SPOOL_DAYS and is taken in until LEDGER_DAYS after it happened; reliability is
# scored over these 14 days too.
FIRST_LOOK_BACK = timedelta(days=min(14, LEDGER_DAYS - SPOOL_DAYS - 1))
_OLDEST_MS = LEDGER_DAYS * 86_400_000
_READ_MS = 6 * 3_600_000  # how closely it is known until when a log was read: each change is a disk sync


class Timed(Protocol):
    """Something that happened: microseconds since 1970 UTC by the wall clock."""

    @property
    def at_us(self) -> int: ...


Event = TypeVar("Event", bound=Timed)
EventRead = TypeVar("EventRead", bound=Timed, covariant=True)


class Read(Protocol[EventRead]):
    """A source of events: those after ``cursor``; with an empty one, those since ``since_us``."""

    def __call__(self, cursor: str, since_us: int) -> Records[EventRead]: ...


class Position(msgspec.Struct, frozen=True, omit_defaults=True):
    """The cursor of the sampler: that of the source, and from when to look where the source has none (any more).

    ``read_ms`` is a moment, at most six hours before the last reading, until which nothing can be missing.
    """

    cursor: str = ""
    since_us: int = 0
    read_ms: int = 0


@dataclass(frozen=True)
class Happened(Generic[Event]):
    """One event; ``at_ms`` as a sample carries it. ``first_look``: from before the agent watched this log."""

    at_ms: int
    event: Event
    first_look: bool


def follow(read: Read[Event], context: Context) -> list[Happened[Event]]:
    """What happened since the previous run, oldest first, with the context's cursor moved behind it.

    Where records may be missing, the context says since when. Raises NoData as ``read`` does; the cursor stays.
    """
    now_us = context.now_ms * 1000
    known = restored(context.cursor, Position)
    before = known or Position(since_us=now_us - FIRST_LOOK_BACK // timedelta(microseconds=1))
    since_us = min(before.since_us, now_us)  # a clock that was set back must not hide what follows
    found = read(before.cursor, since_us)
    position = _after(before, found, since_us if known else now_us, context.now_ms)
    if found.lost and before.cursor:  # at the first look nothing can be missing
        context.lost, context.lost_since_ms = found.lost, min(before.read_ms or since_us // 1000, context.now_ms)
    context.advance(kept(position))
    # what is dated after now was dated by a wrong clock: it happened before it was read
    happened = [Happened(min(event.at_us // 1000, context.now_ms), event, known is None) for event in found.events]
    return [one for one in happened if one.at_ms >= context.now_ms - _OLDEST_MS]


def _after(before: Position, found: Records[Event], since_us: int, now_ms: int) -> Position:
    last_us = found.events[-1].at_us + 1 if found.events else since_us
    is_recent = not found.lost and 0 <= now_ms - before.read_ms < _READ_MS
    return Position(found.cursor, last_us, before.read_ms if is_recent else now_ms)
