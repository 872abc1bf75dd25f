"""Reads what T is made of, for a number of devices, as arrays. One query per kind of fact and length of window."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from sqlalchemy import BigInteger, case, cast, exists, func, select
from sqlmodel import Session

from barometer_collector.devices.tables import DeviceGap
from barometer_collector.rollup.tables import DEVICE_DAYS, EVENTS
from barometer_collector.scoring.rules.curve import FloatArray
from barometer_collector.scoring.rules.days import DAY_MS, Day
from barometer_collector.scoring.rules.definition import MetricRule, Model
from barometer_collector.scoring.rules.facts import Counted, Facts, Failures, Gaps, IntArray, Latest, Use
from barometer_shared.metrics import BUCKETS, METRICS, Kind
from barometer_shared.samples import GapKind

_USE = METRICS["use_seconds"].code
_LOST = METRICS["records_lost_seconds"].code
_SECONDS = 3600.0
# Not a boot like every day's, and crashes of which the hours in use were not measured (see the agent's samplers).
_LEFT_OUT = ('%"after_update":%', '%"seen":%"first run"%')


def load(session: Session, model: Model, device_ids: Sequence[int], day: Day) -> Facts:
    """The facts of ``device_ids`` (ascending), numbered by their place, as far as ``model`` needs them."""
    ids = np.asarray(device_ids, dtype=np.int64)
    counts = [rule for rule in model.rules() if METRICS[rule.metric].kind is not Kind.EVENT]
    events = [rule for rule in model.rules() if METRICS[rule.metric].kind is Kind.EVENT]
    failures = [rule for rule in events if METRICS[rule.metric].unit == "count"]
    partly = _partly_recorded(session, ids, day, max((rule.window_days for rule in failures), default=1))
    return Facts(
        count=len(ids),
        use={days: _use(session, ids, day, days) for days in {rule.window_days for rule in failures}},
        counted=_counted(session, counts, ids, day),
        latest={rule.metric: _latest(session, rule, ids, day) for rule in events if rule not in failures},
        failures={
            rule.metric: _failures(session, rule, ids, day, model.limits.most_failures, whole_days=len(partly) > 0)
            for rule in failures
        },
        unrecorded={rule.metric: _unrecorded(session, rule, ids, partly, day) for rule in failures if len(partly)},
        gaps=_gaps(session, {name for rule in model.rules() for name in rule.names()}, ids),
    )


def _counted(session: Session, rules: Iterable[MetricRule], ids: IntArray, day: Day) -> Mapping[str, Counted]:
    by_window: dict[int, list[str]] = defaultdict(list)
    for rule in rules:
        by_window[rule.window_days] += rule.names()
    found: dict[str, Counted] = {}
    for days, names in by_window.items():
        found |= _device_days(session, names, ids, day.first(days), day.last)
    return found


def _device_days(
    session: Session, names: Iterable[str], ids: IntArray, first_day: int, last_day: int
) -> dict[str, Counted]:
    d = DEVICE_DAYS.c
    added = [d.n, d.failed, d.total, *(d[f"b{bucket}"] for bucket in range(BUCKETS))]
    codes = [METRICS[name].code for name in names]
    query = (
        select(d.metric, d.device_id, d.subject, *(cast(func.sum(each), BigInteger) for each in added))
        .where(d.device_id.in_(ids.tolist()), d.day.between(first_day, last_day), d.metric.in_(codes))
        .group_by(d.device_id, d.metric, d.subject)
        .order_by(d.device_id, d.metric, d.subject)
    )
    rows: dict[int, list[Any]] = defaultdict(list)
    for row in session.connection().execute(query):
        rows[row[0]].append(row)
    return {name: _table(rows[METRICS[name].code], ids) for name in names if METRICS[name].code in rows}


def _table(rows: Sequence[Any], ids: IntArray) -> Counted:
    numbers = np.array([(row[1], *row[3:]) for row in rows], dtype=np.int64)
    return Counted(
        device=_places(numbers[:, 0], ids),
        subjects=tuple(row[2] for row in rows),
        n=numbers[:, 1],
        failed=numbers[:, 2],
        total=numbers[:, 3],
        buckets=numbers[:, 4:],
    )


def _latest(session: Session, rule: MetricRule, ids: IntArray, day: Day) -> Latest:
    e = EVENTS.c
    place = func.row_number().over(partition_by=e.device_id, order_by=(e.at.desc(), e.id.desc()))
    inner = (
        select(e.device_id, e.value, place.label("place"))
        .where(*_events(ids, (rule.metric,), day, rule.window_days))
        .subquery()
    )
    query = select(inner.c.device_id, inner.c.value).where(inner.c.place <= rule.last)
    rows = _pairs(session.connection().execute(query))
    return Latest(_places(rows[:, 0], ids), rows[:, 1])


def _failures(session: Session, rule: MetricRule, ids: IntArray, day: Day, most: int, *, whole_days: bool) -> Failures:
    e = EVENTS.c
    times = case((func.count() > most, most), else_=func.count())
    whole = [] if rule.table or not whole_days else [~_is_incomplete(rule, e.device_id, e.day, day)]
    days = (
        select(e.device_id, e.subject, times.label("times"))
        .where(*_events(ids, (rule.metric, *rule.also), day, rule.window_days), *whole)
        .group_by(e.device_id, e.subject, e.day)
        .subquery()
    )
    query = (
        select(days.c.device_id, cast(func.sum(days.c.times), BigInteger), days.c.subject)
        .group_by(days.c.device_id, days.c.subject)
        .order_by(days.c.device_id, days.c.subject)
    )
    found = session.connection().execute(query).all()
    rows = _pairs((row[0], row[1]) for row in found)
    return Failures(_places(rows[:, 0], ids), tuple(row[2] for row in found), rows[:, 1])


def _events(ids: IntArray, names: Iterable[str], day: Day, window_days: int) -> list[Any]:
    e = EVENTS.c
    usual = [e.labels.is_(None) | e.labels.not_like(pattern) for pattern in _LEFT_OUT]
    codes = [METRICS[name].code for name in names]
    return [e.device_id.in_(ids.tolist()), e.metric.in_(codes), e.day.between(day.first(window_days), day.last), *usual]


def _use(session: Session, ids: IntArray, day: Day, window_days: int) -> Use:
    """Hours told per local day by what they are based on; stretches of one day on different bases do not overlap."""
    hours = np.full(len(ids), np.nan)
    awake = np.zeros(len(ids), dtype=np.bool_)
    d = DEVICE_DAYS.c
    query = (
        select(d.device_id, d.subject, cast(func.sum(d.total), BigInteger))
        .where(d.device_id.in_(ids.tolist()), d.metric == _USE, d.day.between(day.first(window_days), day.last))
        .group_by(d.device_id, d.subject)
        .order_by(d.device_id, d.subject)
    )
    for device_id, basis, seconds in session.connection().execute(query):
        place = np.searchsorted(ids, device_id)
        hours[place] = np.nan_to_num(hours[place]) + seconds / _SECONDS
        awake[place] |= basis == "awake"
    return Use(hours, awake)


def _partly_recorded(session: Session, ids: IntArray, day: Day, window_days: int) -> IntArray:
    """Which of the devices found out that records may be missing: few, so that the others are spared the question."""
    e = EVENTS.c
    query = select(e.device_id).where(
        e.device_id.in_(ids.tolist()), e.metric == _LOST, e.day.between(day.first(window_days), day.last)
    )
    return np.unique(np.array(session.connection().execute(query).scalars().all(), dtype=np.int64))


def _unrecorded(session: Session, rule: MetricRule, ids: IntArray, partly: IntArray, day: Day) -> FloatArray:
    """Hours in use on days of which records of the rule's metrics may be missing."""
    hours = np.zeros(len(ids))
    d = DEVICE_DAYS.c
    within = d.day.between(day.first(rule.window_days), day.last)
    query = (
        select(d.device_id, cast(func.sum(d.total), BigInteger))
        .where(
            d.device_id.in_(partly.tolist()), d.metric == _USE, within, _is_incomplete(rule, d.device_id, d.day, day)
        )
        .group_by(d.device_id)
    )
    for device_id, seconds in session.connection().execute(query):
        hours[np.searchsorted(ids, device_id)] = seconds / _SECONDS
    return hours


def _is_incomplete(rule: MetricRule, device_id: Any, local_day: Any, day: Day) -> Any:
    """Whether a device found out, by the day that is scored, that its records of that day may be missing.

    From when on is told in UTC, so that the first day may be one too many or too few by the zone's offset.
    """
    lost = EVENTS.alias("lost").c
    ended = (cast(local_day, BigInteger) + 1) * DAY_MS
    reaches = (local_day == lost.day) | (ended > lost.at - lost.value * 1000)
    of_rule = lost.subject.in_(rule.names())
    since = lost.day.between(local_day, day.last)
    return exists().where(lost.device_id == device_id, lost.metric == _LOST, of_rule, since, reaches)


def _gaps(session: Session, names: Iterable[str], ids: IntArray) -> Mapping[str, Gaps]:
    gap: Any = DeviceGap
    query = select(gap.device_id, gap.metric, gap.kind).where(
        gap.device_id.in_(ids.tolist()), gap.metric.in_(sorted(names))
    )
    found: dict[str, Gaps] = {}
    for device_id, metric, kind in session.connection().execute(query):
        none = np.zeros(len(ids), dtype=np.bool_)
        gaps = found.setdefault(metric, Gaps(none, none.copy()))
        said = gaps.not_applicable if kind == GapKind.NOT_APPLICABLE else gaps.no_data
        said[np.searchsorted(ids, device_id)] = True
    return found


def _pairs(rows: Iterable[Any]) -> IntArray:
    return np.array([tuple(row) for row in rows], dtype=np.int64).reshape(-1, 2)


def _places(device_ids: IntArray, ids: IntArray) -> IntArray:
    return np.searchsorted(ids, device_ids).astype(np.int64)
