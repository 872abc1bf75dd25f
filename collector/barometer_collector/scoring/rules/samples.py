"""How many samples become points. A failed sample counts at the floor: nothing is worse than no answer."""

from collections.abc import Callable

import numpy as np

from barometer_collector.scoring.rules import curve, measured
from barometer_collector.scoring.rules.curve import HEIGHTS, FloatArray
from barometer_collector.scoring.rules.definition import Limits, MetricRule, Points
from barometer_collector.scoring.rules.facts import Counted, Facts, IntArray
from barometer_collector.scoring.rules.measured import Detail, Measured, divide, per_device
from barometer_shared.metrics import BUCKETS, METRICS

_FLOOR = HEIGHTS[-1]


def mean_of_samples(rule: MetricRule, facts: Facts) -> Measured:
    """The mean of the curve over all samples of all subjects, each sample once."""
    rows = counted(facts, rule.metric)
    tries = per_device(facts, rows.device, rows.n + rows.failed)
    buckets = per_device(facts, rows.device, rows.buckets)
    points = _mean(rule, buckets, per_device(facts, rows.device, rows.failed), tries)

    def by_subject() -> Detail:
        return _by_subject(rows, _means(rule, rows), divide(rows.n + rows.failed, tries[rows.device]))

    return _found(rule, facts, rows, points, by_subject)


def lowest_subject(rule: MetricRule, facts: Facts) -> Measured:
    """The mean of the curve over the samples of that subject which has the fewest points."""
    rows = counted(facts, rule.metric)
    of_rows = _means(rule, rows)
    points = np.full(facts.count, np.inf)
    np.fmin.at(points, rows.device, of_rows)
    points[np.isinf(points)] = np.nan

    def by_subject() -> Detail:
        lowest = np.flatnonzero(of_rows == points[rows.device])
        share = np.zeros(len(rows.device))
        share[lowest[np.unique(rows.device[lowest], return_index=True)[1]]] = 1.0
        return _by_subject(rows, of_rows, share)

    return _found(rule, facts, rows, points, by_subject)


def pooled_share(rule: MetricRule, facts: Facts, limits: Limits) -> Measured:
    """The curve at (this metric / the metric it is a share of), both added up over all subjects and days."""
    lost_rows, rows = counted(facts, rule.metric), counted(facts, rule.of)
    attempted = per_device(facts, rows.device, rows.total)
    lost = np.minimum(per_device(facts, lost_rows.device, lost_rows.total), attempted)
    enough = attempted >= limits.least_attempts
    rate = np.where(enough, divide(lost, attempted), np.nan)
    why = measured.either(attempted > 0, measured.TOO_FEW_ATTEMPTS, measured.NO_SAMPLES)
    note = measured.with_gaps(rule, facts, ~enough, why)
    applicable = ~facts.gaps_of(rule.metric).not_applicable
    points = np.where(applicable, curve.at(points_of(rule), rate), np.nan)
    return Measured(points, applicable, attempted, lost, np.where(applicable, rate, np.nan), note, "share")


def counted(facts: Facts, metric: str) -> Counted:
    """The rows of ``metric``; none where nothing was counted."""
    none = np.zeros(0, dtype=np.int64)
    return facts.counted.get(metric, Counted(none, none, (), np.zeros((0, BUCKETS), dtype=np.int64), none, none, none))


def points_of(rule: MetricRule) -> Points:
    """The four points of a metric that has a curve."""
    if rule.points is None:
        raise ValueError(f"metric {rule.metric} has a table and no points: give ideal, good, poor and floor")
    return rule.points


def _means(rule: MetricRule, rows: Counted) -> FloatArray:
    return _mean(rule, rows.buckets, rows.failed, rows.n + rows.failed)


def _mean(rule: MetricRule, buckets: IntArray, failed: IntArray, tries: IntArray) -> FloatArray:
    means = curve.over_buckets(points_of(rule), METRICS[rule.metric].edges)
    return divide(buckets @ means + failed * _FLOOR, tries)


def _found(
    rule: MetricRule, facts: Facts, rows: Counted, points: FloatArray, by_subject: Callable[[], Detail]
) -> Measured:
    note = measured.with_gaps(rule, facts, np.isnan(points), measured.NO_SAMPLES)
    applicable = ~facts.gaps_of(rule.metric).not_applicable
    n = per_device(facts, rows.device, rows.n)
    return Measured(
        points=np.where(applicable, points, np.nan),
        applicable=applicable,
        n=n,
        failed=per_device(facts, rows.device, rows.failed),
        typical=np.where(applicable, divide(per_device(facts, rows.device, rows.total), n), np.nan),
        note=note,
        unit=METRICS[rule.metric].unit,
        detail=by_subject,
    )


def _by_subject(rows: Counted, points: FloatArray, share: FloatArray) -> Detail:
    return Detail(
        device=rows.device,
        subject=rows.subject,
        names=rows.names,
        points=points,
        share=share,
        n=rows.n,
        failed=rows.failed,
        typical=divide(rows.total, rows.n),
    )
