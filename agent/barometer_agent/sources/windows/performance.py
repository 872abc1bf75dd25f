"""Windows' own measurement of its starts: the log Diagnostics-Performance, events 100 (a boot) and 101-110 (culprits).

Durations are in milliseconds. MainPathBootTime runs from the start of the kernel to the desktop and is the sum of
WinLogonStartTimeMS (until the sign-in screen), BootMachineProfileProcessingTime, BootUserProfileProcessingTime,
OtherLogonInitActivityDuration and BootExplorerInitTime; BootPostBootTime follows it, until the machine is idle;
BootTime is both. The wait for a person to type (UserLogonWaitDuration) is in none of them, but does lie between
BootStartTime and BootEndTime. Not every boot is recorded. Field names: the manifest of the provider
Microsoft-Windows-Diagnostics-Performance.
"""

import time

from barometer_agent.sampler import NoData, Reason
from barometer_agent.sources.windows import channel
from barometer_agent.sources.windows.channel import Log, Reading
from barometer_agent.sources.windows.events import Event

CHANNEL = "Microsoft-Windows-Diagnostics-Performance/Operational"
BOOT = 100
CULPRITS = tuple(range(101, 111))
_PROVIDER = "Microsoft-Windows-Diagnostics-Performance"
MEASURED = channel.of(_PROVIDER, BOOT)
SETTLED_US = 120_000_000  # the culprits of a boot are written within seconds of it
_NOTHING = Reason(
    "Windows has recorded no start: the service Diagnostic Policy Service (DPS) must run",
    "Windows heeft geen opstart vastgelegd: daarvoor moet de service Diagnostic Policy Service (DPS) draaien",
)


def follow(log: Log, ids: tuple[int, ...], cursor: str, since_us: int) -> Reading:
    """The events of those ids after ``cursor``. Raises NoData, also where Windows has never recorded any."""
    found = channel.follow(log, CHANNEL, channel.of(_PROVIDER, *ids), cursor, since_us)
    if not found.events and not found.position.newest and found.lost is None:
        raise NoData(_NOTHING)
    return found


def boots(events: tuple[Event, ...], now_us: int) -> tuple[list[Event], Event | None]:
    """The boots among the events that are complete, and the first event that others may still come to belong to."""
    waiting = next((event for event in events if now_us - SETTLED_US < event.at_us <= now_us), None)
    settled = [event for event in events if waiting is None or event.record < waiting.record]
    return [each for each in settled if each.id == BOOT and each.moment_us("BootStartTime") is not None], waiting


def span_us(boot: Event) -> tuple[int, int]:
    """From when to when a boot ran, wall clock since 1970 UTC, with the wait for a person in it."""
    start = boot.moment_us("BootStartTime") or boot.at_us
    return start, boot.moment_us("BootEndTime") or boot.at_us


def now_us() -> int:
    """The wall clock, since 1970 UTC."""
    return time.time_ns() // 1000
