"""Device-days added up over a window, as arrays."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

import numpy as np

from barometer_collector.database import Session
from barometer_collector.rollup.rules.counts import Counts
from barometer_collector.rollup.window import day_by_day, window
from barometer_collector.scoring.rules.curve import FloatArray
from barometer_collector.scoring.rules.days import Day
from barometer_collector.scoring.rules.definition import MetricRule
from barometer_collector.scoring.rules.facts import Counted, IntArray, Use
from barometer_collector.scoring.store.events import Unrecorded
from barometer_collector.scoring.store.rows import places
from barometer_shared.metrics import METRICS

_USE = METRICS["use_seconds"].code
_SECONDS = 3600.0
_AWAKE = "awake"


def counted(session: Session, rules: Iterable[MetricRule], ids: IntArray, day: Day) -> Mapping[str, Counted]:
    """The device-days of the rules' metrics, each over its window; a metric that has none is left out."""
    by_window: dict[int, list[str]] = defaultdict(list)
    for rule in rules:
        by_window[rule.window_days] += rule.names()
    found: dict[str, Counted] = {}
    for days, names in by_window.items():
        codes = {METRICS[name].code: name for name in names}
        rows = window(session, ids.tolist(), list(codes), day.first(days), day.last)
        for code in np.unique(rows.metric).tolist():
            found[codes[code]] = _of_metric(rows, code)
    return found


def use(session: Session, ids: IntArray, day: Day, window_days: int) -> Use:
    """Hours told per local day by what they are based on; stretches of one day on different bases do not overlap."""
    rows = window(session, ids.tolist(), [_USE], day.first(window_days), day.last)
    hours = np.full(len(ids), np.nan)
    hours[rows.device] = np.bincount(rows.device, rows.total, len(ids))[rows.device] / _SECONDS
    awake = np.zeros(len(ids), dtype=np.bool_)
    if _AWAKE in rows.subjects:
        awake[rows.device[rows.subject == rows.subjects.index(_AWAKE)]] = True
    return Use(hours, awake)


def unrecorded_hours(session: Session, ids: IntArray, lost: Unrecorded) -> FloatArray:
    """Hours in use on days of which records may be missing, of each device."""
    last_day = lost.first_day + lost.days.shape[1] - 1
    rows = day_by_day(session, lost.ids.tolist(), [_USE], lost.first_day, last_day)
    is_lost = lost.days[rows.device, rows.day - lost.first_day]
    seconds = np.bincount(places(lost.ids, ids)[rows.device[is_lost]], rows.total[is_lost], len(ids))
    return seconds / _SECONDS


def _of_metric(rows: Counts, code: int) -> Counted:
    mine = rows.metric == code
    return Counted(
        device=rows.device[mine],
        subject=rows.subject[mine],
        names=rows.subjects,
        n=rows.n[mine],
        failed=rows.failed[mine],
        total=rows.total[mine],
        buckets=rows.buckets[mine],
    )
