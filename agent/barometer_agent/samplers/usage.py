"""How many hours is this laptop in use? A sum per local day, told only after that day has ended.

Small stretches between two runs are added up in the cursor, so that a restart loses none of them. A stretch that
is too long for two runs in a row (the agent was off, the laptop slept) is not counted: nobody watched it.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta, timezone

import msgspec

from barometer_agent.sampler import About, Context, Sampler
from barometer_agent.sources import uptime, usage
from barometer_agent.sources.uptime import Uptime
from barometer_agent.sources.usage import Use
from barometer_shared.samples import Sample

LONGEST_STRETCH_MS = 300_000  # five runs at the usual pace; after that nobody knows what happened in between
MOST_DAYS = 40  # a clock that jumps about may not make the cursor grow for ever
_DAY_SECONDS = 86_400


class Tally(msgspec.Struct, frozen=True):
    """The cursor: milliseconds in use per local day and basis, and when the previous run was."""

    days: dict[str, dict[str, int]] = {}
    boot_id: str = ""
    awake_ms: int = 0


def create(read_use: Callable[[], Use] = usage.read, clock: Callable[[], Uptime] = uptime.read) -> Sampler:
    """The sampler over what this system knows of its use."""
    return Usage(read_use, clock)


class Usage:
    """Its cursor is a Tally as JSON; one that cannot be read starts anew."""

    name = "usage"
    every = 60.0
    about = About(
        question_en="How many hours is this laptop in use?",
        question_nl="Hoeveel uur is deze laptop in gebruik?",
        metrics=("use_seconds",),
        while_in_use=False,
    )

    def __init__(self, read: Callable[[], Use], clock: Callable[[], Uptime]) -> None:
        self._read = read
        self._clock = clock

    def sample(self, context: Context) -> Iterable[Sample]:
        """The sums of the days that have ended since they were last told; usually nothing."""
        now = self._clock()
        zone = timezone(timedelta(minutes=now.utc_offset_minutes))
        today = context.now.astimezone(zone).date()
        tally = add(restored(context.cursor), self._read(), now, today)
        ended = {day: sums for day, sums in tally.days.items() if date.fromisoformat(day) < today}
        running = {day: sums for day, sums in tally.days.items() if day not in ended}
        context.advance(msgspec.json.encode(msgspec.structs.replace(tally, days=running)).decode())
        return [_sample(day, basis, ms, zone) for day, sums in ended.items() for basis, ms in sums.items()]


def add(tally: Tally, use: Use, now: Uptime, today: date) -> Tally:
    """``tally`` with the stretch since its previous run, counted for ``today`` if the laptop is in use now."""
    stretch_ms = now.awake_ms - tally.awake_ms if now.boot_id == tally.boot_id else 0
    days = dict(tally.days)
    if use.in_use and 0 < stretch_ms <= LONGEST_STRETCH_MS:
        sums = days.get(today.isoformat(), {})
        days[today.isoformat()] = {**sums, use.basis: sums.get(use.basis, 0) + stretch_ms}
    nearest = sorted(days, key=lambda day: abs(date.fromisoformat(day) - today))[:MOST_DAYS]
    return Tally({day: days[day] for day in sorted(nearest)}, now.boot_id, now.awake_ms)


def restored(cursor: str | None) -> Tally:
    """The tally that ``cursor`` holds; an empty one at the first run or when it was damaged."""
    try:
        tally = msgspec.json.decode(cursor or "{}", type=Tally)
        for day in tally.days:
            date.fromisoformat(day)
    except ValueError:
        return Tally()
    return tally


def _sample(day: str, basis: str, in_use_ms: int, zone: timezone) -> Sample:
    """Dated at noon of its day: whichever offset the laptop travels to, that stays within the day."""
    noon = datetime.combine(date.fromisoformat(day), time(12), zone).astimezone(UTC)
    seconds = min(_DAY_SECONDS, round(in_use_ms / 1000))
    return Sample("use_seconds", seconds, int(noon.timestamp() * 1000), subject=basis)
