"""What happened on devices, as arrays: boots and sign-ins, failures, and records that were lost."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlalchemy import text
from sqlmodel import Session

from barometer_collector.scoring.rules.days import DAY_MS, Day
from barometer_collector.scoring.rules.definition import MetricRule
from barometer_collector.scoring.rules.facts import BoolArray, Failures, IntArray, Latest
from barometer_collector.scoring.store.rows import integers, numbered, places, raw, these
from barometer_collector.scoring.tables import WHOLE_EVENTS
from barometer_shared.metrics import METRICS

LOST = METRICS["records_lost_seconds"]
# Most devices have started often enough in these days; only of the others all days of the window are read.
_RECENT_DAYS = 14
# Not a boot like every day's, and crashes of which the hours in use were not measured (see the agent's samplers).
_USUAL = "(labels IS NULL OR (labels NOT LIKE :after_update AND labels NOT LIKE :first_run))"
_LEFT_OUT = {"after_update": '%"after_update":%', "first_run": '%"seen":%"first run"%'}
_ASKED = "device_id IN :ids AND metric IN :codes AND day BETWEEN :first_day AND :last_day"


def _statement(columns: str, where: str, rest: str = "") -> tuple[Any, Any]:
    """For events of any kind, and for whole ones alone: SQLite uses an index of some rows only where the statement says
    the same of them."""
    start = f"SELECT {columns} FROM event WHERE {_ASKED} AND {where}"  # noqa: S608 - constants alone
    both = (f"{start} {rest}", f"{start} AND {WHOLE_EVENTS} {rest}")
    any_kind, whole = (text(each).bindparams(these("ids"), these("codes")) for each in both)
    return any_kind, whole


_VALUES = _statement("device_id, metric, at, id, value", _USUAL)
_FAILURES = _statement("device_id, metric, day, COUNT(*), subject", _USUAL, "GROUP BY device_id, metric, subject, day")
_LOST = _statement("device_id, day, at, value, subject", "1 = 1")
_PARTS = {3, 6, 7}  # what WHOLE_EVENTS leaves out


@dataclass(frozen=True)
class Unrecorded:
    """Which local days of a device may miss records: one row per device of ``ids``, one column per day from
    ``first_day`` on."""

    ids: IntArray
    first_day: int
    days: BoolArray

    def of(self, device_ids: IntArray, days: IntArray) -> BoolArray:
        """Whether each of these days of these devices is one of them."""
        found = np.zeros(len(device_ids), dtype=np.bool_)
        known = np.isin(device_ids, self.ids)
        found[known] = self.days[places(device_ids[known], self.ids), days[known] - self.first_day]
        return found


def latest(session: Session, rules: Sequence[MetricRule], ids: IntArray, day: Day) -> Mapping[str, Latest]:
    """The latest events of each rule's metric, as many as it takes the median of."""
    found = {}
    recent = _values(session, rules, ids, day, min(_RECENT_DAYS, max((rule.window_days for rule in rules), default=1)))
    for rule in rules:
        latest_ones = _of_rule(recent, rule, ids)
        few = np.flatnonzero(np.bincount(latest_ones.device, minlength=len(ids)) < rule.last)
        if rule.window_days > _RECENT_DAYS and len(few):
            older = _of_rule(_values(session, [rule], ids[few], day, rule.window_days), rule, ids)
            enough = ~np.isin(latest_ones.device, few)
            latest_ones = Latest(
                np.concatenate([latest_ones.device[enough], older.device]),
                np.concatenate([latest_ones.value[enough], older.value]),
            )
        found[rule.metric] = latest_ones
    return found


def failures(
    session: Session, rules: Sequence[MetricRule], ids: IntArray, day: Day, most: int, lost: Mapping[str, Unrecorded]
) -> Mapping[str, Failures]:
    """How often each rule's metrics happened, at most ``most`` times per device, subject and day. For a rate, days of
    which records may be missing do not count."""
    codes = [METRICS[name].code for rule in rules for name in (rule.metric, *rule.also)]
    rows = _rows(session, _FAILURES, codes, ids, day, max((rule.window_days for rule in rules), default=1))
    numbers = np.array([row[:4] for row in rows], dtype=np.int64).reshape(-1, 4)
    subject, names = numbered([row[4] for row in rows])
    found = {}
    for rule in rules:
        of_rule = np.isin(numbers[:, 1], [METRICS[name].code for name in (rule.metric, *rule.also)])
        of_rule &= numbers[:, 2] >= day.first(rule.window_days)
        if rule.metric in lost and not rule.table:
            of_rule &= ~lost[rule.metric].of(numbers[:, 0], numbers[:, 2])
        found[rule.metric] = _limited(numbers[of_rule], subject[of_rule], names, ids, most)
    return found


def unrecorded(session: Session, rules: Sequence[MetricRule], ids: IntArray, day: Day) -> Mapping[str, Unrecorded]:
    """The days of which records of a rule's metrics may be missing, by that metric; a rule without any is left out.

    A device found out, by the day that is scored, that records are missing from a moment on. That moment is told in
    UTC, so that the first day may be one too many or too few by the zone's offset.
    """
    rows = _rows(session, _LOST, [LOST.code], ids, day, max((rule.window_days for rule in rules), default=1))
    found = {}
    for rule in rules:
        of_rule = [row[:4] for row in rows if row[4] in rule.names() and row[1] >= day.first(rule.window_days)]
        if of_rule:
            found[rule.metric] = _unrecorded(np.array(of_rule, dtype=np.int64), day, rule.window_days)
    return found


def _unrecorded(rows: IntArray, day: Day, window_days: int) -> Unrecorded:
    ids = np.unique(rows[:, 0])
    first = day.first(window_days)
    local = np.arange(first, day.last + 1)
    device_ids, told_on, at, seconds = (rows[:, [column]] for column in range(4))
    reaches = (local == told_on) | ((local + 1) * DAY_MS > at - seconds * 1000)
    days = np.zeros((len(ids), len(local)), dtype=np.bool_)
    np.logical_or.at(days, places(device_ids[:, 0], ids), reaches & (local <= told_on))
    return Unrecorded(ids, first, days)


def _values(session: Session, rules: Iterable[MetricRule], ids: IntArray, day: Day, window_days: int) -> IntArray:
    codes = [METRICS[rule.metric].code for rule in rules]
    if not codes:
        return _NONE
    return integers(session, _for(_VALUES, codes), _asked(codes, ids, day, window_days), columns=5)


_NONE: IntArray = np.zeros((0, 5), dtype=np.int64)


def _of_rule(rows: IntArray, rule: MetricRule, ids: IntArray) -> Latest:
    """The last of the rule's events among ``rows`` (device, metric, at, id, value)."""
    mine = rows[rows[:, 1] == METRICS[rule.metric].code]
    mine = mine[np.lexsort((-mine[:, 3], -mine[:, 2], mine[:, 0]))]
    first = np.flatnonzero(np.diff(mine[:, 0], prepend=-1))
    place = np.arange(len(mine)) - np.repeat(first, np.diff(first, append=len(mine)))
    kept = mine[place < rule.last]
    return Latest(places(kept[:, 0], ids), kept[:, 4])


def _limited(numbers: IntArray, subject: IntArray, names: Sequence[str], ids: IntArray, most: int) -> Failures:
    """Rows of (device, metric, day, times) as failures: limited per device, subject and day, then added up."""
    key = np.column_stack([places(numbers[:, 0], ids), subject, numbers[:, 2]])
    days, of_day = np.unique(key, axis=0, return_inverse=True)
    times = np.minimum(np.bincount(of_day.ravel(), numbers[:, 3], len(days)), most)
    both, of_both = np.unique(days[:, :2], axis=0, return_inverse=True)
    total = np.bincount(of_both.ravel(), times, len(both)).astype(np.int64)
    return Failures(both[:, 0], both[:, 1], names, total)


def _rows(
    session: Session, statements: tuple[Any, Any], codes: list[int], ids: IntArray, day: Day, days: int
) -> list[Any]:
    return raw(session, _for(statements, codes), _asked(codes, ids, day, days)) if codes else []


def _for(statements: tuple[Any, Any], codes: list[int]) -> Any:
    return statements[not _PARTS & {*codes}]


def _asked(codes: list[int], ids: IntArray, day: Day, window_days: int) -> dict[str, object]:
    return {
        "ids": ids.tolist(),
        "codes": codes,
        "first_day": day.first(window_days),
        "last_day": day.last,
        **_LEFT_OUT,
    }
