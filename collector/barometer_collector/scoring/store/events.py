"""What happened on devices, as arrays: boots and sign-ins, failures, and records that were lost."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from barometer_collector.database import Session
from barometer_collector.scoring.rules.days import DAY_MS, Day
from barometer_collector.scoring.rules.definition import MetricRule
from barometer_collector.scoring.rules.facts import BoolArray, Failures, IntArray, Latest
from barometer_collector.scoring.store.rows import integers, numbered, places, raw
from barometer_shared.metrics import METRICS

LOST = METRICS["records_lost_seconds"]
# Most devices have started often enough in these days; only of the others all days of the window are read.
_RECENT_DAYS = 14
# Not a boot like every day's, and crashes of which the hours in use were not measured (see the agent's samplers).
_USUAL = "(labels IS NULL OR (labels NOT LIKE :after_update AND labels NOT LIKE :first_run))"
_LEFT_OUT = {"after_update": '%"after_update":%', "first_run": '%"seen":%"first run"%'}
_ASKED = "device_id IN (:ids) AND metric IN (:codes) AND day BETWEEN :first_day AND :last_day"
_VALUES = f"SELECT device_id, metric, at, value FROM event WHERE {_ASKED} AND {_USUAL}"  # noqa: S608 - constants alone
_INCIDENTS = (
    "SELECT device_id, metric, day, at, value, subject FROM event "  # noqa: S608 - constants alone
    f"WHERE {_ASKED} AND (metric = {LOST.code} OR {_USUAL})"
)


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


@dataclass(frozen=True)
class Incidents:
    """What went wrong on devices, a row each: ``subject`` is a place in ``names``."""

    numbers: IntArray  # columns device_id, metric, day, at, value
    subject: IntArray
    names: Sequence[str]

    @property
    def device_id(self) -> IntArray:
        return self.numbers[:, 0]

    @property
    def metric(self) -> IntArray:
        return self.numbers[:, 1]

    @property
    def day(self) -> IntArray:
        return self.numbers[:, 2]

    @property
    def since(self) -> IntArray:
        """The moment that lies the value, in seconds, before the event: milliseconds since 1970 UTC."""
        return self.numbers[:, 3] - self.numbers[:, 4] * 1000

    def of(self, wanted: BoolArray) -> "Incidents":
        return Incidents(self.numbers[wanted], self.subject[wanted], self.names)


def latest(session: Session, rules: Sequence[MetricRule], ids: IntArray, day: Day) -> Mapping[str, Latest]:
    """The latest events of each rule's metric, as many as it takes the median of."""
    found: dict[str, Latest] = {}
    for days in {rule.window_days for rule in rules}:
        alike = [rule for rule in rules if rule.window_days == days]
        rows = _values(session, alike, ids, day.first(min(_RECENT_DAYS, days)), day.last)
        few = _with_few(rows, alike, ids)
        if days > _RECENT_DAYS and len(few):
            older = _values(session, alike, few, day.first(days), day.first(_RECENT_DAYS) - 1)
            rows = np.concatenate([rows, older])
        found |= {rule.metric: _of_rule(rows, rule, ids) for rule in alike}
    return found


def incidents(session: Session, rules: Sequence[MetricRule], ids: IntArray, day: Day) -> Incidents:
    """What the rules count, and which records were lost, over the longest of their windows."""
    codes = [METRICS[name].code for rule in rules for name in (rule.metric, *rule.also)]
    longest = max((rule.window_days for rule in rules), default=1)
    rows = raw(session, _INCIDENTS, _asked([*codes, LOST.code], ids, day.first(longest), day.last))
    numbers = np.array([row[:5] for row in rows], dtype=np.int64).reshape(-1, 5)
    subject, names = numbered([row[5] for row in rows])
    return Incidents(numbers, subject, names)


def failures(
    happened: Incidents, rules: Sequence[MetricRule], ids: IntArray, day: Day, most: int, lost: Mapping[str, Unrecorded]
) -> Mapping[str, Failures]:
    """How often each rule's metrics happened, at most ``most`` times per device, subject and day. For a rate, days of
    which records may be missing do not count."""
    found = {}
    for rule in rules:
        wanted = np.isin(happened.metric, [METRICS[name].code for name in (rule.metric, *rule.also)])
        wanted &= happened.day >= day.first(rule.window_days)
        if rule.metric in lost and not rule.table:
            wanted &= ~lost[rule.metric].of(happened.device_id, happened.day)
        found[rule.metric] = _limited(happened.of(wanted), ids, most)
    return found


def unrecorded(happened: Incidents, rules: Sequence[MetricRule], day: Day) -> Mapping[str, Unrecorded]:
    """The days of which records of a rule's metrics may be missing, by that metric; a rule without any is left out.

    A device found out, by the day that is scored, that records are missing from a moment on. That moment is told in
    UTC, so that the first day may be one too many or too few by the zone's offset.
    """
    found = {}
    for rule in rules:
        named = np.array([name in rule.names() for name in happened.names], dtype=np.bool_)
        wanted = (happened.metric == LOST.code) & (happened.day >= day.first(rule.window_days))
        if named.any() and (wanted & named[happened.subject]).any():
            found[rule.metric] = _unrecorded(happened.of(wanted & named[happened.subject]), day, rule.window_days)
    return found


def _unrecorded(rows: Incidents, day: Day, window_days: int) -> Unrecorded:
    ids = np.unique(rows.device_id)
    first = day.first(window_days)
    local = np.arange(first, day.last + 1)
    told_on, since = rows.day[:, None], rows.since[:, None]
    reaches = (local == told_on) | ((local + 1) * DAY_MS > since)
    days = np.zeros((len(ids), len(local)), dtype=np.bool_)
    np.logical_or.at(days, places(rows.device_id, ids), reaches & (local <= told_on))
    return Unrecorded(ids, first, days)


def _values(session: Session, rules: Iterable[MetricRule], ids: IntArray, first_day: int, last_day: int) -> IntArray:
    """Rows of device, metric, moment and value."""
    codes = [METRICS[rule.metric].code for rule in rules]
    return integers(session, _VALUES, _asked(codes, ids, first_day, last_day), columns=4)


def _with_few(rows: IntArray, rules: Sequence[MetricRule], ids: IntArray) -> IntArray:
    """The devices of which a rule has fewer events among ``rows`` than it takes the median of."""
    place = places(rows[:, 0], ids)
    counts = [np.bincount(place[rows[:, 1] == METRICS[rule.metric].code], minlength=len(ids)) for rule in rules]
    return ids[np.logical_or.reduce([count < rule.last for count, rule in zip(counts, rules, strict=True)])]


def _of_rule(rows: IntArray, rule: MetricRule, ids: IntArray) -> Latest:
    """The last of the rule's events among ``rows``; of those at one moment the larger."""
    mine = rows[rows[:, 1] == METRICS[rule.metric].code]
    mine = mine[np.lexsort((-mine[:, 3], -mine[:, 2], mine[:, 0]))]
    first = np.flatnonzero(np.diff(mine[:, 0], prepend=-1))
    place = np.arange(len(mine)) - np.repeat(first, np.diff(first, append=len(mine)))
    kept = mine[place < rule.last]
    return Latest(places(kept[:, 0], ids), kept[:, 3])


def _limited(rows: Incidents, ids: IntArray, most: int) -> Failures:
    """Limited per device, subject and day, then added up."""
    key = np.column_stack([places(rows.device_id, ids), rows.subject, rows.day])
    days, times = np.unique(key, axis=0, return_counts=True)
    both, of_both = np.unique(days[:, :2], axis=0, return_inverse=True)
    total = np.bincount(of_both.ravel(), np.minimum(times, most), len(both)).astype(np.int64)
    return Failures(both[:, 0], both[:, 1], rows.names, total)


def _asked(codes: list[int], ids: IntArray, first_day: int, last_day: int) -> dict[str, object]:
    return {"ids": ids.tolist(), "codes": codes, "first_day": first_day, "last_day": last_day, **_LEFT_OUT}
