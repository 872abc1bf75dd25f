"""What is stored of scores, for tests to compare."""

from typing import Any

import numpy as np
from sqlalchemy import text

from barometer_collector.database import Database
from barometer_collector.scoring.rules.record import sums_of, unpacked
from barometer_collector.scoring.rules.tally import Layout
from barometer_collector.scoring.store.scores import group_documents, group_sums

# Device, experience, t, x, o, team and sums.
DeviceScore = tuple[Any, ...]
_DEVICES = text(
    "SELECT device_id, experience, t, x, o, team_id, sums FROM device_score WHERE day = :day ORDER BY device_id"
)


def devices(database: Database, day: int) -> dict[int, DeviceScore]:
    """The scores of that day, by device."""
    with database.reading() as session:
        return {row[0]: tuple(row[1:]) for row in session.connection().execute(_DEVICES, {"day": day})}


def groups(database: Database, day: int) -> dict[str, str]:
    """What is told of groups on that day."""
    with database.reading() as session:
        return group_documents(session, day)


def sums_are_those_of_the_devices(database: Database, layout: Layout, day: int) -> bool:
    """Whether the sums of every group are exactly those over the devices that count in it."""
    with database.reading() as session:
        stored = {row.team_id: sums_of(layout, row.sums).tolist() for row in group_sums(session, day)}
    added = {team: layout.nothing() for team in stored}
    for *_, team, sums in devices(database, day).values():
        if team is not None:
            added[team] = added[team] + unpacked(layout, [bytes(sums)])[0]
    return stored == {team: np.asarray(each).tolist() for team, each in added.items()}
