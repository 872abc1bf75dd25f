"""How things stand, as the last run of retention found them: read from two small tables, whatever there is to keep."""

from dataclasses import dataclass

from barometer_collector.database import Database
from barometer_collector.privacy.retention.rules import forecast
from barometer_collector.privacy.retention.rules.budget import Volume
from barometer_collector.privacy.retention.rules.forecast import GROWTH_DAYS, Use
from barometer_collector.privacy.retention.service import keeping
from barometer_collector.privacy.retention.store import state
from barometer_collector.settings import Keep


@dataclass(frozen=True)
class Standing:
    """What is known; None is: not known (yet). Bytes, days since 1970 UTC, milliseconds since 1970 UTC.

    ``full_in_days`` is infinite where at this pace the disk never fills. ``missing_days`` is how many days of raw
    samples there are less than promised, as there was no room.
    """

    use: Use
    reusable: int
    raw_first_day: int | None
    raw_allowed: int | None
    missing_days: int
    ran_at: int
    growth_per_day: float | None = None
    full_in_days: float | None = None


def standing(database: Database, keep: Keep, volume: Volume | None) -> Standing | None:
    """How things stand; None before the first run. Raises DatabaseUnavailableError."""
    with database.reading() as session:
        noted = state.state(session)
        measured = state.uses(session, noted.get(keeping.RAN_AT, 0) // 86_400_000 - GROWTH_DAYS)
    if not measured or keeping.RAN_AT not in noted:
        return None
    last = measured[-1]
    use = Use(last.at, last.used, last.raw)
    growth = forecast.growth_of([Use(each.at, each.used, each.raw) for each in measured])
    allowed = noted.get(keeping.RAW_ALLOWED)
    full = None
    if growth is not None and volume is not None:
        most = forecast.most_raw(growth, keep.raw_days, allowed)
        full = forecast.days_until_full(growth, use.raw, most, volume.free + last.reusable)
    return Standing(
        use=use,
        reusable=last.reusable,
        raw_first_day=noted.get(keeping.RAW_FIRST),
        raw_allowed=allowed,
        missing_days=noted.get(keeping.RAW_MISSING, 0),
        ran_at=noted[keeping.RAN_AT],
        growth_per_day=None if growth is None else growth.total,
        full_in_days=full,
    )
