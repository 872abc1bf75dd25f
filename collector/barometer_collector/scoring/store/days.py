"""Device-days added up over a window, as arrays."""

from collections.abc import Iterable, Mapping

import numpy as np

from barometer_collector.database import Session
from barometer_collector.rollup.rules.counts import Counts
from barometer_collector.rollup.window import day_by_day, summed
from barometer_collector.scoring.rules.curve import FloatArray
from barometer_collector.scoring.rules.days import Day
from barometer_collector.scoring.rules.definition import MetricRule
from barometer_collector.scoring.rules.facts import Counted, IntArray, Use
from barometer_collector.scoring.store.events import Unrecorded
from barometer_collector.scoring.store.rows import places
from barometer_shared.metrics import METRICS, METRICS_BY_CODE

_USE = METRICS["use_seconds"].code
_SECONDS = 3600.0
_AWAKE = "awake"


def read(
    session: Session, rules: Iterable[MetricRule], use_windows: Iterable[int], ids: IntArray, day: Day
) -> tuple[Mapping[str, Counted], Mapping[int, Use]]:
    """The device-days of the rules' metrics, each over its window (one that has none is left out), and the hours in use
    over the windows of these lengths, in one reading but for further lengths."""
    first_days = {METRICS[name].code: day.first(rule.window_days) for rule in rules for name in rule.names()}
    first, *others = sorted({*use_windows}) or [1]
    rows = _summed(session, ids, first_days | {_USE: day.first(first)}, day)
    found = {first: _use(rows, ids)}
    found |= {days: _use(_summed(session, ids, {_USE: day.first(days)}, day), ids) for days in others}
    return {METRICS_BY_CODE[code].name: _of_metric(rows, code) for code in _codes(rows) if code in first_days}, found


def _summed(session: Session, ids: IntArray, first_days: Mapping[int, int], day: Day) -> Counts:
    return summed(session, ids.tolist(), first_days, day.last)


def _codes(rows: Counts) -> list[int]:
    return [int(code) for code in np.unique(rows.metric)]


def _use(counts: Counts, ids: IntArray) -> Use:
    """Hours told per local day by what they are based on; stretches of one day on different bases do not overlap."""
    mine = counts.metric == _USE
    device, subject = counts.device[mine], counts.subject[mine]
    hours = np.full(len(ids), np.nan)
    hours[device] = np.bincount(device, counts.total[mine], len(ids))[device] / _SECONDS
    awake = np.zeros(len(ids), dtype=np.bool_)
    if _AWAKE in counts.subjects:
        awake[device[subject == counts.subjects.index(_AWAKE)]] = True
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
