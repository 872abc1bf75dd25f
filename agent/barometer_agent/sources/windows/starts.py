"""Starts of Windows that it did not measure itself: in the System log, and without an event 100 of their own.

"Kernel-Boot" 27 is written at each start (BootType 0: cold, 1: fast start-up; 2 only wakes up from hibernation),
"Kernel-General" 12 at each start of the kernel. When the desktop was there neither tells, and the sign-in that follows
("Winlogon" 7001) waited for a person first, so such a start has no length. It is counted where all are (os_restart).
"""

from collections.abc import Sequence

from barometer_agent.sampler import NoData
from barometer_agent.sources.boots import Boot
from barometer_agent.sources.windows import channel, performance
from barometer_agent.sources.windows.channel import Log
from barometer_agent.sources.windows.events import Event

CHANNEL = "System"
SETTLED_US = 3_600_000_000  # event 100 follows some minutes after the desktop, later when the laptop sleeps meanwhile
_BOOT, _GENERAL = "Microsoft-Windows-Kernel-Boot", "Microsoft-Windows-Kernel-General"
_WANTED = f"({channel.of(_BOOT, 27)}) or ({channel.of(_GENERAL, 12)})"
_HIBERNATION = 2
_SAME_US = 60_000_000  # both events of one start, and its BootStartTime, lie within this
_KINDS = {1: "fast_startup"}


def not_measured(log: Log, cursor: str, since_us: int, now_us: int) -> tuple[tuple[Boot, ...], str]:
    """The starts after ``cursor`` that were not measured, dated when they began, and the next cursor."""
    try:
        found = channel.follow(log, CHANNEL, _WANTED, cursor, since_us)
        judged, waiting = settled(found.events, now_us)
        measured = _measured(log, judged, now_us)
    except NoData:  # the boots that were measured are worth telling
        return (), cursor
    left = [start for start in judged if not any(abs(start.at_us - at_us) <= _SAME_US for at_us in measured)]
    return tuple(Boot(start.at_us, None, kind=_kind(start)) for start in left), found.cursor(waiting)


def settled(events: Sequence[Event], now_us: int) -> tuple[list[Event], Event | None]:
    """The starts of which an event 100 would be there by now, and the first event of one that may still get it.

    None will come for a start that another one followed.
    """
    starts: list[Event] = []
    for event in events:
        wakes = event.provider == _BOOT and event.number("BootType") == _HIBERNATION
        if not wakes and not (starts and event.at_us - starts[-1].at_us <= _SAME_US):
            starts.append(event)
    young = starts and now_us - SETTLED_US < starts[-1].at_us <= now_us
    return (starts[:-1], starts[-1]) if young else (starts, None)


def _kind(start: Event) -> str:
    return _KINDS.get(start.number("BootType") or 0, "cold")


def _measured(log: Log, starts: Sequence[Event], now_us: int) -> list[int]:
    """When the boots began that Windows measured from the first of ``starts`` on."""
    if not starts:
        return []
    found = channel.between(log, performance.CHANNEL, performance.MEASURED, starts[0].at_us - _SAME_US, now_us)
    return [performance.span_us(boot)[0] for boot in found]
