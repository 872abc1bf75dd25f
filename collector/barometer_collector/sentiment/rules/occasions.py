"""Whether somebody is asked about something that happened: while it is fresh, and not again and again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from barometer_collector.sentiment.rules.votes import PERIOD_DAYS

_DAY_MS = 86_400_000

# After it nobody is asked about an event any more (the agent's rules say the same, and may be stricter).
FRESH_MS = 4 * _DAY_MS
# Of the two questions that a person may get in 30 days one stays free for the pulse: else those whose laptop crashes
# every week would be asked about that alone, and be missing in X.
APART_MS = PERIOD_DAYS * _DAY_MS
# Windows' own log of slow starts calls it a major degradation from here on; the model's "poor" is the same.
SLOW_BOOT_MS = 120_000


@dataclass(frozen=True)
class Happened:
    """Something that the people of a device may be asked about: ``kind`` is that of the campaign, ``at`` in
    milliseconds since 1970 UTC."""

    device_id: int
    kind: str
    at: int


def chosen(happened: Iterable[Happened], asked_at: Mapping[int, int], now_ms: int) -> list[Happened]:
    """Of all that happened what is asked about: of each device its latest, if that is fresh and the last was long ago.

    ``asked_at`` tells when what each device was asked about last had happened. By device, ascending.
    """
    latest: dict[int, Happened] = {}
    for each in happened:
        before = latest.get(each.device_id)
        if is_fresh(each.at, now_ms) and (before is None or (before.at, before.kind) < (each.at, each.kind)):
            latest[each.device_id] = each
    return [
        latest[device]
        for device in sorted(latest)
        if device not in asked_at or latest[device].at - asked_at[device] >= APART_MS
    ]


def is_fresh(at: int, now_ms: int) -> bool:
    """Whether somebody may still be asked about what happened ``at``; what is yet to happen is of a wrong clock."""
    return now_ms - FRESH_MS < at <= now_ms + _DAY_MS
