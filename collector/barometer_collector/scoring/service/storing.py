"""Stores scores of devices and, in the same transaction, what that changes in the sums of their groups.

So the sums of a group are at every moment exactly those over its devices, whichever of them were scored in which order:
what a device added before is taken off, and what it adds now is added, in whole numbers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isnan

import numpy as np

from barometer_collector.database import Session
from barometer_collector.scoring.rules.curve import FloatArray
from barometer_collector.scoring.rules.facts import IntArray
from barometer_collector.scoring.rules.numbers import Numbers
from barometer_collector.scoring.rules.record import packed, summed, sums_of, unpacked
from barometer_collector.scoring.rules.tally import Layout
from barometer_collector.scoring.store import scores as score_store
from barometer_collector.scoring.store import whole_days
from barometer_collector.scoring.store.scores import DeviceScoreRow


@dataclass(frozen=True)
class Scored:
    """Scores that are computed and not stored: ``numbers`` has an entry for each of ``ids``, ``teams`` the number of
    its group (0: none, None: it counts in no group)."""

    day: int
    ids: Sequence[int]
    teams: Sequence[int | None]
    numbers: Numbers
    computed_at: int

    def some(self, ids: Sequence[int]) -> "Scored":
        """Those of the devices ``ids``."""
        wanted = frozenset(ids)
        places = [place for place, device in enumerate(self.ids) if device in wanted]
        of = self.numbers
        numbers = Numbers(of.experience[places], of.t[places], of.x[places], of.o[places], of.rows[places])
        of_teams = [self.teams[place] for place in places]
        return Scored(self.day, [self.ids[place] for place in places], of_teams, numbers, self.computed_at)


def put(session: Session, layout: Layout, scored: Scored) -> None:
    """Store these scores in the caller's transaction.

    On a day whose sums are of another model only the devices change; what was told of its groups stays.
    """
    if not scored.ids:
        return
    whole_days.note(session, scored.day, layout.mark)
    day = whole_days.hold(session, scored.day)
    counts = day is not None and day.mark == layout.mark
    round_ = day.round if day is not None else 0
    if counts:
        _change_sums(session, layout, scored, round_)
    score_store.put_devices(session, _rows(layout, scored, round_ if counts else None))


def _change_sums(session: Session, layout: Layout, scored: Scored, round_: int) -> None:
    before = score_store.added(session, scored.day, scored.ids)
    teams = [each.team_id for each in before]
    counted = [place for place, team in enumerate(scored.teams) if team is not None]
    teams += [scored.teams[place] or 0 for place in counted]
    rows = np.concatenate([-unpacked(layout, [each.sums for each in before], round_), scored.numbers.rows[counted]])
    known = {row.team_id: row for row in score_store.group_sums(session, scored.day, sorted({*teams}))}
    # Also where nothing changes: what touched the device may have been an answer, and those are told of groups too.
    changed = {
        team: summed(layout, sums_of(layout, known[team].sums if team in known else None) + change)
        for team, change in _by_team(teams, rows).items()
    }
    score_store.put_group_sums(session, scored.day, changed)


def _by_team(teams: Sequence[int], rows: IntArray) -> Mapping[int, IntArray]:
    """The rows added up by the group that they belong to."""
    if not teams:
        return {}
    order = np.argsort(teams, kind="stable")
    ordered = np.asarray(teams)[order]
    starts = np.flatnonzero(np.diff(ordered, prepend=-1))
    return dict(zip(ordered[starts].tolist(), np.add.reduceat(rows[order], starts, axis=0), strict=True))


def _rows(layout: Layout, scored: Scored, round_: int | None) -> list[DeviceScoreRow]:
    """``round_`` None: they add to no group."""
    of = scored.numbers
    sums: Sequence[bytes | None] = [None] * len(scored.ids) if round_ is None else packed(layout, of.rows, round_)
    teams: Sequence[int | None] = [None] * len(scored.ids) if round_ is None else scored.teams
    columns = [_told(values) for values in (of.experience, of.t, of.x, of.o)]
    return [
        DeviceScoreRow(device, scored.day, experience, t, x, o, layout.model.name, scored.computed_at, team, row)
        for device, experience, t, x, o, team, row in zip(scored.ids, *columns, teams, sums, strict=True)
    ]


def _told(values: FloatArray) -> list[float | None]:
    return [None if isnan(value) else value for value in values.tolist()]
