"""How often the fleet sends: as often as the settings ask for, and less often while the intake cannot keep up.

A laptop measures as much at a slower pace and sends it in larger batches; what is saved is what each batch costs.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

STEPS = (300, 600, 900, 1_800, 3_600)  # seconds
# The busiest process is told as full from here on: what comes in waves finds it full long before it is full all day.
HIGH = 0.75
# It must be no fuller than this at the faster pace, if all that it does were done for each batch.
LOW = 0.5
HIGH_MS = 120_000  # a wave that is over in two minutes needs no other pace
LOW_MS = 1_800_000  # longer than a lunch break, in which everything is easy
# Fetching what is told costs about as much as sending a batch: so many devices a second are told what changed for all.
TOLD_A_SECOND = 300
LONGEST_SPREAD_SECONDS = 3_600
FEW = 5_000  # devices that need not be spread
_SETTLED_MS = 300_000


@dataclass(frozen=True)
class Load:
    """How full the busiest process is, 0 to 1; how many batches a second all take in, and sent away since the last
    look."""

    share: float
    batches_a_second: float = 0.0
    refused: int = 0


@dataclass(frozen=True)
class Watched:
    """The pace, since when it is (milliseconds since 1970 UTC), and since when the load has been high, or low."""

    interval_seconds: int
    changed_at: int
    high_since: int | None = None
    low_since: int | None = None


def steps(fastest: int, slowest: int) -> tuple[int, ...]:
    """The paces between the two settings, both included; the fastest alone where the slowest is faster."""
    between = [step for step in STEPS if fastest < step < slowest]
    return (fastest, *between, *([slowest] if slowest > fastest else []))


def spread_seconds(devices: int) -> int:
    """Over how long a fleet of so many is told what changes for all."""
    return 0 if devices < FEW else min(LONGEST_SPREAD_SECONDS, devices // TOLD_A_SECOND)


def next_pace(watched: Watched, load: Load, paces: Sequence[int], spread_ms: int, now_ms: int) -> tuple[Watched, str]:
    """What is watched from now on, and why the pace changes; "" where it does not."""
    current = watched.interval_seconds
    if current not in paces:
        kept = min(max(current, paces[0]), paces[-1])
        return Watched(max(pace for pace in paces if pace <= kept), now_ms), "settings"
    seen = _seen(watched, load, paces, now_ms)
    if now_ms - seen.changed_at < spread_ms + current * 1_000 + _SETTLED_MS:
        return seen, ""  # what changed last is not felt yet
    if seen.high_since is not None and now_ms - seen.high_since >= HIGH_MS and current != paces[-1]:
        return Watched(paces[paces.index(current) + 1], now_ms), "load"
    if seen.low_since is not None and now_ms - seen.low_since >= LOW_MS:
        return Watched(paces[paces.index(current) - 1], now_ms), "room"
    return seen, ""


def _seen(watched: Watched, load: Load, paces: Sequence[int], now_ms: int) -> Watched:
    """A clock that was set back begins anew: what lies ahead of it is not known."""
    before = replace(watched, changed_at=min(watched.changed_at, now_ms))
    current = watched.interval_seconds
    is_high = load.share >= HIGH or load.refused > 0
    faster = paces[max(0, paces.index(current) - 1)]
    is_low = not is_high and faster < current and load.share * current / faster < LOW
    return replace(
        before,
        high_since=_since(watched.high_since, now_ms) if is_high else None,
        low_since=_since(watched.low_since, now_ms) if is_low else None,
    )


def _since(before: int | None, now_ms: int) -> int:
    return now_ms if before is None else min(before, now_ms)
