"""Wake-ups in the System log, as far as Windows measures them.

"Power-Troubleshooter" 1, after sleep and hibernation: WakeTime, and WakeDuration in milliseconds, which is how long
Windows and its drivers took to resume; from hibernation HiberReadDuration goes before it. "Kernel-Power" 507, leaving
Modern Standby: ExitLatencyInUs. Neither tells when the person could work again: the unlocking is not in it.
Field names: the manifests of Microsoft-Windows-Power-Troubleshooter and Microsoft-Windows-Kernel-Power.
"""

from barometer_agent.sources.records import Records
from barometer_agent.sources.wakes import Wake
from barometer_agent.sources.windows import channel
from barometer_agent.sources.windows.channel import Log
from barometer_agent.sources.windows.eventlog import EventLog
from barometer_agent.sources.windows.events import Event

CHANNEL = "System"
LONGEST_US = 600_000_000  # the counters of some firmware overflow: no wake-up takes longer than ten minutes
_AFTER_SLEEP, _AFTER_STANDBY = 1, 507
_WANTED = (
    f"({channel.of('Microsoft-Windows-Power-Troubleshooter', _AFTER_SLEEP)})"
    f" or ({channel.of('Microsoft-Windows-Kernel-Power', _AFTER_STANDBY)})"
)


def read(cursor: str, since_us: int, log: Log | None = None) -> Records[Wake]:
    """Wake-ups after ``cursor``. Raises NoData where the log may not be read."""
    found = channel.follow(log or EventLog(), CHANNEL, _WANTED, cursor, since_us)
    return Records(parse(found.events), found.cursor(), found.lost)


def parse(events: tuple[Event, ...]) -> tuple[Wake, ...]:
    """Those that tell how long they took."""
    return tuple(
        Wake(at_us, total_us)
        for event in events
        for at_us, total_us in [_after_standby(event) if event.id == _AFTER_STANDBY else _after_sleep(event)]
        if 0 < total_us <= LONGEST_US
    )


def _after_sleep(event: Event) -> tuple[int, int]:
    total_us = ((event.number("WakeDuration") or 0) + (event.number("HiberReadDuration") or 0)) * 1000
    return (event.moment_us("WakeTime") or event.at_us), total_us


def _after_standby(event: Event) -> tuple[int, int]:
    return event.at_us, event.number("ExitLatencyInUs") or 0
