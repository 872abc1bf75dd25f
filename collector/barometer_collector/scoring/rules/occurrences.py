"""How events become points: boots and sign-ins by their median, failures by their rate, system crashes by a table."""

from functools import partial

import numpy as np

from barometer_collector.scoring.rules import curve, measured
from barometer_collector.scoring.rules.curve import FloatArray
from barometer_collector.scoring.rules.definition import Limits, MetricRule
from barometer_collector.scoring.rules.facts import BoolArray, Facts, Failures, IntArray, Latest
from barometer_collector.scoring.rules.measured import Detail, Measured, StrArray, either, per_device
from barometer_collector.scoring.rules.samples import points_of
from barometer_shared.metrics import METRICS

_NO_ROWS = np.zeros(0, dtype=np.int64)


def median_of_last(rule: MetricRule, facts: Facts) -> Measured:
    """The curve at the median of the latest events."""
    rows = facts.latest.get(rule.metric, Latest(_NO_ROWS, _NO_ROWS))
    n = np.bincount(rows.device, minlength=facts.count).astype(np.int64)
    note = measured.with_gaps(rule, facts, n == 0, measured.NO_SAMPLES)
    applicable = ~facts.gaps_of(rule.metric).not_applicable
    median = np.where(applicable, _medians(rows, n), np.nan)
    unit = METRICS[rule.metric].unit
    return Measured(curve.at(points_of(rule), median), applicable, n, np.zeros_like(n), median, note, unit)


def rate_of_failures(rule: MetricRule, facts: Facts, limits: Limits) -> Measured:
    """The curve at the failures per work week in use: ``work_week * failures / max(hours in use, shortest_use)``.

    No failures is a rate of 0 only where failures are recorded and the device was in use for ``least_hours``. Days of
    which records may be missing count with neither.
    """
    rows = _rows(rule, facts)
    times = per_device(facts, rows.device, rows.times)
    note, applicable, has_data = _in_use(rule, facts, limits)
    hours = facts.recorded_hours(rule.metric, rule.window_days)
    rate = limits.work_week_hours * times / np.fmax(hours, limits.shortest_use_hours)
    rate = np.where(has_data, rate, np.nan)
    points = curve.at(points_of(rule), rate)
    detail = partial(_by_subject, rows, has_data)
    return Measured(points, applicable, times, np.zeros_like(times), rate, note, "per_work_week", detail)


def table_of_times(rule: MetricRule, facts: Facts, limits: Limits) -> Measured:
    """The table's points for how often it happened; its last entry holds for more."""
    rows = _rows(rule, facts)
    times = per_device(facts, rows.device, rows.times)
    note, applicable, has_data = _in_use(rule, facts, limits)
    table = np.asarray(rule.table, dtype=np.float64)
    points = np.where(has_data, table[np.minimum(times, len(table) - 1)], np.nan)
    typical = np.where(has_data, times.astype(np.float64), np.nan)
    return Measured(points, applicable, times, np.zeros_like(times), typical, note, measured.TIMES)


def _rows(rule: MetricRule, facts: Facts) -> Failures:
    return facts.failures.get(rule.metric, Failures(_NO_ROWS, _NO_ROWS, (), _NO_ROWS))


def _medians(rows: Latest, n: IntArray) -> FloatArray:
    """The median of each device's values, NaN where it has none."""
    order = np.lexsort((rows.value, rows.device))
    values = rows.value[order]
    first = np.cumsum(n) - n
    some = n > 0
    found = np.full(len(n), np.nan)
    low, high = first[some] + (n[some] - 1) // 2, first[some] + n[some] // 2
    found[some] = (values[low] + values[high]) / 2
    return found


def _in_use(rule: MetricRule, facts: Facts, limits: Limits) -> tuple[StrArray, BoolArray, BoolArray]:
    """The notes, to which devices it applies, and which of them can be scored: none of the counted metrics may be
    unmeasured, and one must apply."""
    gaps = [facts.gaps_of(name) for name in (rule.metric, *rule.also)]
    not_applicable = np.logical_and.reduce([each.not_applicable for each in gaps])
    unmeasured = np.logical_or.reduce([each.no_data for each in gaps]) & ~not_applicable
    awake = facts.use_of(rule.window_days).awake
    enough = facts.recorded_hours(rule.metric, rule.window_days) >= limits.least_hours
    note = either(enough, either(awake, measured.AWAKE, ""), measured.TOO_FEW_HOURS)
    note[unmeasured] = measured.NOT_MEASURED
    note[not_applicable] = measured.NOT_APPLICABLE
    return note, ~not_applicable, enough & ~unmeasured & ~not_applicable


def _by_subject(rows: Failures, has_data: BoolArray) -> Detail:
    """What failed, below the total: it has no points of its own."""
    shown = np.flatnonzero(has_data[rows.device])
    nothing = np.full(len(shown), np.nan)
    return Detail(
        device=rows.device[shown],
        subject=rows.subject[shown],
        names=rows.names,
        points=nothing,
        share=np.zeros(len(shown)),
        n=rows.times[shown],
        failed=np.zeros(len(shown), dtype=np.int64),
        typical=nothing,
        note=measured.COUNTED_ABOVE,
    )
