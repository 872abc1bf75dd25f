"""Following one event log: what is new since a cursor, and whether records were lost before they were read."""

from dataclasses import dataclass
from typing import Protocol

import msgspec

from barometer_agent.sampler import Reason
from barometer_agent.sources.cursor import kept, restored
from barometer_agent.sources.windows import events
from barometer_agent.sources.windows.events import Event

MOST = 500  # events at one reading; the rest follows at the next


@dataclass(frozen=True)
class Span:
    """The numbers of a log's oldest and newest record."""

    oldest: int
    newest: int


class Log(Protocol):
    """``eventlog.EventLog``, or what stands in for it."""

    def span(self, channel: str) -> Span | None: ...

    def query(self, channel: str, xpath: str, near: int, most: int) -> list[str]:
        """As many texts as there were events, at most ``most``: "" for one that Windows could not give."""
        ...


class Position(msgspec.Struct, frozen=True):
    """The cursor: every event up to the record ``read`` was told, and the log went up to ``newest`` then."""

    read: int
    newest: int


@dataclass(frozen=True)
class Reading:
    """New events, oldest first, and what a cursor needs to know of them. ``whole``: there are no more of them."""

    events: tuple[Event, ...]
    position: Position
    whole: bool = True
    lost: Reason | None = None

    def cursor(self, waiting: Event | None = None) -> str:
        """Where to go on: after these events, or at ``waiting``, an event that is to be read again with the next."""
        position = self.position
        if waiting is not None and self.whole:
            position = Position(waiting.record - 1, position.newest)
        return kept(position)


def follow(log: Log, channel: str, wanted: str, cursor: str, since_us: int) -> Reading:
    """The events of ``channel`` that are ``wanted`` (conditions on System, in XPath) after ``cursor``.

    With an empty cursor, and where the numbers of a cleared log began anew, those since ``since_us``. Raises NoData.
    """
    span, position = log.span(channel), restored(cursor, Position)
    if span is None:
        return Reading((), Position(0, 0), lost=_lost(channel) if position and position.newest else None)
    if position is None or position.newest > span.newest:
        recent = f"TimeCreated[@SystemTime >= '{events.stamp(since_us)}']"
        found, whole = _query(log, channel, f"({wanted}) and {recent}", 0)
        return Reading(found, _after(found, span, whole), whole, _lost(channel) if position else None)
    if position.read >= span.newest:
        return Reading((), position)
    found, whole = _query(log, channel, f"({wanted}) and EventRecordID > {position.read}", position.read)
    new = tuple(event for event in found if event.record > position.read)
    overwritten = 0 < position.newest < span.oldest - 1
    return Reading(new, _after(new, span, whole), whole, _lost(channel) if overwritten else None)


def between(log: Log, channel: str, wanted: str, from_us: int, to_us: int) -> tuple[Event, ...]:
    """The events of ``channel`` that are ``wanted`` in a stretch of time. Raises NoData."""
    time = f"TimeCreated[@SystemTime >= '{events.stamp(from_us)}' and @SystemTime <= '{events.stamp(to_us)}']"
    return _query(log, channel, f"({wanted}) and {time}", 0)[0]


def of(provider: str, *ids: int) -> str:
    """The condition for these events of ``provider``."""
    return f"Provider[@Name='{provider}'] and ({' or '.join(f'EventID={each}' for each in ids)})"


def _query(log: Log, channel: str, condition: str, near: int) -> tuple[tuple[Event, ...], bool]:
    texts = log.query(channel, f"*[System[{condition}]]", near, MOST)
    return tuple(event for text in texts if (event := events.parse(text)) is not None), len(texts) < MOST


def _after(new: tuple[Event, ...], span: Span, whole: bool) -> Position:
    last = new[-1].record if new else 0
    newest = max(last, span.newest)
    return Position(newest if whole or not new else last, newest)


def _lost(channel: str) -> Reason:
    return Reason(
        f"the event log {channel} was cleared, or its oldest events were overwritten before they were read",
        f"het logboek {channel} is gewist, of de oudste gebeurtenissen zijn overschreven voordat ze gelezen waren",
    )
