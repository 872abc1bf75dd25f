"""Days of many devices at once, for scores: packed and open ones added up.

Everything that reads days of more than one device reads them here; ``history`` of the service shows those of one.
"""

from collections.abc import Mapping, Sequence

from barometer_collector.database import Session
from barometer_collector.rollup.rules.counts import FAILED, Counts, N, added_up
from barometer_collector.rollup.store import days
from barometer_collector.rollup.store import summed as summing

# Before and after every day there can be.
_FIRST_DAY, LAST_DAY = -(1 << 24), 1 << 24
_DEVICES_AT_ONCE = 500


def window(
    session: Session, device_ids: Sequence[int], codes: Sequence[int] | None, first_day: int, last_day: int
) -> Counts:
    """What was counted from ``first_day`` to ``last_day`` (days since 1970, both included), added up over the days.

    One row for each device, metric and subject of which anything was counted, in the order of these three. ``device``
    is the place in ``device_ids``, which must be ascending and differ; ``codes`` are those of the metrics that are
    wanted (None: all). Meant for hundreds or thousands of devices at a time: a thousand of them with seven days of 20
    rows take about 40 MB on the way.
    """
    return added_up(days.rows(session, device_ids, codes, first_day, last_day), over_days=True)


def summed(session: Session, device_ids: Sequence[int], first_days: Mapping[int, int], last_day: int) -> Counts:
    """What was counted of each metric (a code of ``first_days``) from its own first day to ``last_day``, as ``window``
    gives it, but without extremes (NO_LOWEST and NO_HIGHEST); in a quarter of the time.

    On PostgreSQL in a transaction that sees one state, or a day that is packed meanwhile may be missed.
    """
    return added_up(summing.rows(session, device_ids, first_days, last_day), over_days=True)


def day_by_day(
    session: Session, device_ids: Sequence[int], codes: Sequence[int] | None, first_day: int, last_day: int
) -> Counts:
    """The same with a row for each day too."""
    return added_up(days.rows(session, device_ids, codes, first_day, last_day), over_days=False)


def counted(session: Session, device_ids: Sequence[int]) -> dict[int, int]:
    """How many samples all days of each of these devices hold; devices without any are left out."""
    found: dict[int, int] = {}
    for start in range(0, len(device_ids), _DEVICES_AT_ONCE):
        some = device_ids[start : start + _DEVICES_AT_ONCE]
        rows = days.rows(session, some, None, _FIRST_DAY, LAST_DAY)
        for device, samples in zip(
            rows.device.tolist(), (rows.numbers[:, N] + rows.numbers[:, FAILED]).tolist(), strict=True
        ):
            found[some[device]] = found.get(some[device], 0) + samples
    return found
