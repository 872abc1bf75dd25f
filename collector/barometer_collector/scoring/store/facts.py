"""What T is made of, read for thousands of devices at once: a few statements, whatever their number."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

import numpy as np

from barometer_collector.database import Session
from barometer_collector.scoring.rules.days import Day
from barometer_collector.scoring.rules.definition import Model
from barometer_collector.scoring.rules.facts import Facts, Gaps, IntArray
from barometer_collector.scoring.store import days, events
from barometer_collector.scoring.store.rows import integers, places
from barometer_shared.metrics import METRICS, Kind
from barometer_shared.samples import GapKind


def load(session: Session, model: Model, device_ids: Sequence[int], day: Day) -> Facts:
    """The facts of ``device_ids`` (ascending), numbered by their place, as far as ``model`` needs them."""
    ids = np.asarray(device_ids, dtype=np.int64)
    counts = [rule for rule in model.rules() if METRICS[rule.metric].kind is not Kind.EVENT]
    happened = [rule for rule in model.rules() if METRICS[rule.metric].kind is Kind.EVENT]
    failed = [rule for rule in happened if METRICS[rule.metric].unit == "count"]
    incidents = events.incidents(session, failed, ids, day)
    lost = events.unrecorded(incidents, failed, day)
    counted, use = days.read(session, counts, {rule.window_days for rule in failed}, ids, day)
    return Facts(
        count=len(ids),
        use=use,
        counted=counted,
        latest=events.latest(session, [rule for rule in happened if rule not in failed], ids, day),
        failures=events.failures(incidents, failed, ids, day, model.limits.most_failures, lost),
        unrecorded={metric: days.unrecorded_hours(session, ids, each) for metric, each in lost.items()},
        gaps=_gaps(session, {name for rule in model.rules() for name in rule.names()}, ids),
    )


@cache
def _gap_query(codes: tuple[tuple[int, str], ...]) -> str:
    """Names of metrics come as their codes: numbers alone are read ten times as fast."""
    metric = " ".join(f"WHEN '{name}' THEN {code}" for code, name in codes)
    named = ", ".join(f"'{name}'" for _, name in codes)
    kind = f"CASE kind WHEN '{GapKind.NOT_APPLICABLE.value}' THEN 0 ELSE 1 END"
    return (
        f"SELECT device_id, CASE metric {metric} END, {kind} "  # noqa: S608 - names of the catalogue
        f"FROM device_gap WHERE device_id IN (:ids) AND metric IN ({named})"
    )


def _gaps(session: Session, names: Iterable[str], ids: IntArray) -> Mapping[str, Gaps]:
    codes = {METRICS[name].code: name for name in sorted(names)}
    rows = integers(session, _gap_query(tuple(codes.items())), {"ids": ids.tolist()}, columns=3)
    found: dict[str, Gaps] = {}
    for code in np.unique(rows[:, 1]).tolist():
        mine = rows[rows[:, 1] == code]
        said = [np.zeros(len(ids), dtype=np.bool_), np.zeros(len(ids), dtype=np.bool_)]
        for applies_still, of_kind in enumerate(said):
            of_kind[places(mine[mine[:, 2] == applies_still, 0], ids)] = True
        found[codes[code]] = Gaps(*said)
    return found
