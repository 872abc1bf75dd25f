"""What crashed on this laptop? Each crash once, also those that happened while the agent was off.

The first run of all takes the crashes of the last 14 days, the time over which reliability is scored, and labels
them ``seen=first run``: the hours in use that belong to them were not measured, so no rate can be made of them.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Protocol

import msgspec

from barometer_agent.sampler import About, Context, Reason, Sampler
from barometer_agent.sources import crashes
from barometer_agent.sources.crashes import Crash
from barometer_shared.samples import GapKind, Sample

ASKED_FOR = "SIGQUIT"  # somebody wanted a dump of a running program: signal(7), "quit from keyboard"
FIRST_LOOK_BACK = timedelta(days=14)
_NO_HANGS = Reason(
    "no standard source tells that an application hung",
    "er is geen standaardbron die vastlegt dat een programma vastloopt",
)
_NO_SYSTEM_CRASHES = Reason(
    "crashes of the system are not measured yet on this system",
    "crashes van het systeem zelf worden hier nog niet gemeten",
)


class Read(Protocol):
    """``sources.crashes.read``: crashes after a record, or since a time where there is none yet."""

    def __call__(self, after: str, since_us: int) -> tuple[Crash, ...]: ...


class Position(msgspec.Struct, frozen=True):
    """The cursor: the last record that was told (empty: none yet), and from when to look without it."""

    after: str = ""
    since_us: int = 0


def create(read: Read = crashes.read) -> Sampler:
    """The sampler over this system's records of crashes."""
    return AppReliability(read)


class AppReliability:
    """Its cursor is a Position as JSON."""

    name = "app_reliability"
    every = 300.0
    about = About(
        question_en="What crashed or stopped responding on this laptop?",
        question_nl="Wat is er op deze laptop gecrasht of vastgelopen?",
        metrics=("app_crash", "app_hang", "os_crash"),
        while_in_use=False,
    )

    def __init__(self, read: Read) -> None:
        self._read = read

    def sample(self, context: Context) -> Iterable[Sample]:
        """One ``app_crash`` per crash since the previous run. Raises NoData where crashes cannot be read."""
        context.gap("app_hang", _NO_HANGS, GapKind.NOT_APPLICABLE)
        context.gap("os_crash", _NO_SYSTEM_CRASHES)
        now_us = context.now_ms * 1000
        known = restored(context.cursor)
        position = known or Position(since_us=now_us - FIRST_LOOK_BACK // timedelta(microseconds=1))
        since_us = min(position.since_us, now_us)  # a clock that was set back must not hide what follows
        found = self._read(after=position.after, since_us=since_us)
        if found:
            position = Position(found[-1].record, found[-1].at_us)
        else:
            position = Position(position.after, since_us if known else now_us)
        labels = {} if known else {"seen": "first run"}
        context.advance(msgspec.json.encode(position).decode())
        return [_sample(crash, labels) for crash in found if crash.kind != ASKED_FOR]


def restored(cursor: str | None) -> Position | None:
    """The position that ``cursor`` holds; None at the first run or when it was damaged."""
    try:
        return msgspec.json.decode(cursor, type=Position) if cursor else None
    except msgspec.DecodeError:
        return None


def _sample(crash: Crash, labels: dict[str, str]) -> Sample:
    told = {"signal": crash.kind} | ({"version": crash.version} if crash.version else {}) | labels
    return Sample("app_crash", 1, crash.at_us // 1000, subject=crash.application, labels=told)
