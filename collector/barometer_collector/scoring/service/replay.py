"""Recomputes the past under another model and tells what would change; stores it only when asked."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import numpy as np

from barometer_collector.database import Database, Session
from barometer_collector.scoring.model import load
from barometer_collector.scoring.rules.changes import GroupChange, Replay, changed_bands
from barometer_collector.scoring.rules.days import Day, day_of, end_of, ms_of, past_day
from barometer_collector.scoring.rules.groups import mean_of_devices
from barometer_collector.scoring.rules.tally import Layout, Tally, tally_of
from barometer_collector.scoring.service.bites import MOST_COMPUTED
from barometer_collector.scoring.service.compute import score_day
from barometer_collector.scoring.service.devices import layout_of, numbers
from barometer_collector.scoring.store import fleet as fleet_store
from barometer_collector.sentiment.publishing import FLEET, team_key
from barometer_collector.settings import Settings

DAYS = 30

# T of each device, and the sums of each group.
_Past = tuple[dict[int, float | None], dict[str, Tally]]


def replay(
    database: Database,
    settings: Settings,
    now: datetime,
    model_file: Path | None = None,
    *,
    days: int = DAYS,
    store: bool = False,
) -> Replay:
    """T of every group on the last ``days`` days, today included, under the model of the settings and under that of
    ``model_file`` (None: the same one), from the same facts.

    With ``store`` the scores of these days are written under the other model; answers stay published as they are.
    Raises ModelError for a file that cannot be used.
    """
    before, after = (layout_of(load(file)) for file in (settings.model_file, model_file or settings.model_file))
    today = day_of(now)
    past = [*(past_day(day) for day in range(today.day - days + 1, today.day)), today]
    changes: list[GroupChange] = []
    pairs: list[tuple[float | None, float | None]] = []
    for day in past:
        with database.snapshot() as session:
            old, new = _past(session, before, day), _past(session, after, day)
        changes += _changes(day, (before, old[1]), (after, new[1]))
        pairs = [(old[0][device], new[0][device]) for device in old[0]]
        if store:
            score_day(database, settings, after.model, day, min(end_of(day.day), ms_of(now)))
    return Replay(before.model.name, after.model.name, tuple(changes), len(pairs), changed_bands(pairs), store)


def _past(session: Session, layout: Layout, day: Day) -> _Past:
    members = fleet_store.members(session, day.last)
    sums = {FLEET: layout.nothing()}
    t: dict[int, float | None] = {}
    for start in range(0, len(members), MOST_COMPUTED):
        bite = members[start : start + MOST_COMPUTED]
        found = numbers(session, layout, [member.device_id for member in bite], day)
        for member, value, row in zip(bite, found.t.tolist(), found.rows, strict=True):
            t[member.device_id] = None if np.isnan(value) else value
            key = team_key(member.team)
            sums[key] = sums.get(key, 0) + row
            sums[FLEET] = sums[FLEET] + row
    return t, {key: tally_of(layout, row) for key, row in sums.items()}


def _changes(
    day: Day, before: tuple[Layout, Mapping[str, Tally]], after: tuple[Layout, Mapping[str, Tally]]
) -> list[GroupChange]:
    """The groups that have a score on that day under either model, the fleet last."""
    found = []
    for key in sorted({*before[1], *after[1]} - {team_key("")}, key=lambda key: (key == FLEET, key)):
        old, new = (
            mean_of_devices(layout.model, tallies.get(key, Tally())).value for layout, tallies in (before, after)
        )
        if old is not None or new is not None:
            found.append(GroupChange(key, day.iso, old, new))
    return found
