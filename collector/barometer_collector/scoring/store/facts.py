"""What T is made of, read for thousands of devices at once: a few statements, whatever their number."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from sqlalchemy import case, select
from sqlmodel import Session, col

from barometer_collector.devices.tables import DeviceGap
from barometer_collector.scoring.rules.days import Day
from barometer_collector.scoring.rules.definition import Model
from barometer_collector.scoring.rules.facts import Facts, Gaps, IntArray
from barometer_collector.scoring.store import days, events
from barometer_collector.scoring.store.rows import integers, places, these
from barometer_shared.metrics import METRICS, Kind
from barometer_shared.samples import GapKind


def load(session: Session, model: Model, device_ids: Sequence[int], day: Day) -> Facts:
    """The facts of ``device_ids`` (ascending), numbered by their place, as far as ``model`` needs them."""
    ids = np.asarray(device_ids, dtype=np.int64)
    counts = [rule for rule in model.rules() if METRICS[rule.metric].kind is not Kind.EVENT]
    happened = [rule for rule in model.rules() if METRICS[rule.metric].kind is Kind.EVENT]
    failed = [rule for rule in happened if METRICS[rule.metric].unit == "count"]
    lost = events.unrecorded(session, failed, ids, day)
    return Facts(
        count=len(ids),
        use={window: days.use(session, ids, day, window) for window in {rule.window_days for rule in failed}},
        counted=days.counted(session, counts, ids, day),
        latest=events.latest(session, [rule for rule in happened if rule not in failed], ids, day),
        failures=events.failures(session, failed, ids, day, model.limits.most_failures, lost),
        unrecorded={metric: days.unrecorded_hours(session, ids, each) for metric, each in lost.items()},
        gaps=_gaps(session, {name for rule in model.rules() for name in rule.names()}, ids),
    )


def _gaps(session: Session, names: Iterable[str], ids: IntArray) -> Mapping[str, Gaps]:
    codes = {METRICS[name].code: name for name in names}
    metric = case({name: code for code, name in codes.items()}, value=col(DeviceGap.metric))
    applies = case((col(DeviceGap.kind) == GapKind.NOT_APPLICABLE, 0), else_=1)
    query = select(col(DeviceGap.device_id), metric, applies).where(
        col(DeviceGap.device_id).in_(these("ids")),
        col(DeviceGap.metric).in_(sorted(codes.values())),
    )
    rows = integers(session, query, {"ids": ids.tolist()}, columns=3)
    found: dict[str, Gaps] = {}
    for code in np.unique(rows[:, 1]).tolist():
        mine = rows[rows[:, 1] == code]
        said = [np.zeros(len(ids), dtype=np.bool_), np.zeros(len(ids), dtype=np.bool_)]
        for applies_still, of_kind in enumerate(said):
            of_kind[places(mine[mine[:, 2] == applies_still, 0], ids)] = True
        found[codes[code]] = Gaps(*said)
    return found
