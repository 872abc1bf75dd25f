"""Scores and the sums of their groups are stored together."""

from dataclasses import replace

from barometer_collector.database import Database
from barometer_collector.scoring.model import load
from barometer_collector.scoring.rules.days import day_of
from barometer_collector.scoring.rules.record import sums_of
from barometer_collector.scoring.rules.tally import Layout, tally_of
from barometer_collector.scoring.service import whole_days
from barometer_collector.scoring.service.bites import compute
from barometer_collector.scoring.service.devices import layout_of
from barometer_collector.scoring.service.storing import put
from barometer_collector.scoring.store.scores import group_sums
from tests.collector.scoring import stored
from tests.collector.scoring.records import NOW, TODAY, Records

LAYOUT = layout_of(load())
OTHER = layout_of(replace(load(), name="other"))


def _put(records: Records, *devices: int, layout: Layout = LAYOUT) -> None:
    scored = compute(records.database, layout, devices, day_of(NOW), 1)
    with records.database.writing() as session:
        put(session, layout, scored)


def _begin(records: Records, layout: Layout, *, is_ours: bool) -> None:
    with records.database.writing() as session:
        whole_days.begin(session, layout, TODAY, is_ours=is_ours)


def _scored(database: Database, layout: Layout = LAYOUT) -> dict[int, int]:
    """How many scored devices each group has, by its sums."""
    with database.reading() as session:
        return {row.team_id: tally_of(layout, sums_of(layout, row.sums)).scored for row in group_sums(session, TODAY)}


def test_a_device_scored_again_counts_once(records: Records, database: Database) -> None:
    records.laptop(1)
    records.laptop(2)
    for devices in ((1, 2), (1,), (1, 2)):
        _put(records, *devices)
        assert stored.sums_are_those_of_the_devices(database, LAYOUT, TODAY)
    assert _scored(database) == {records.teams["finance"]: 2}


def test_a_device_that_moved_or_was_revoked_leaves_its_group(records: Records, database: Database) -> None:
    for number in (1, 2, 3):
        records.laptop(number)
    _put(records, 1, 2, 3)
    records.move(1, "sales", TODAY)
    records.revoke(2)
    _put(records, 1, 2)
    assert _scored(database) == {records.teams["finance"]: 1, records.teams["sales"]: 1}
    assert stored.devices(database, TODAY)[2][-2] is None
    assert stored.sums_are_those_of_the_devices(database, LAYOUT, TODAY)


def test_a_device_that_does_not_exist_is_not_stored(records: Records, database: Database) -> None:
    records.laptop(1)
    _put(records, 1, 9)
    assert set(stored.devices(database, TODAY)) == {1}


def test_sums_of_another_model_are_left_alone(records: Records, database: Database) -> None:
    records.laptop(1)
    records.laptop(2)
    _put(records, 1, 2)
    _put(records, 2, layout=OTHER)
    assert _scored(database) == {records.teams["finance"]: 2}
    assert stored.devices(database, TODAY)[2][0] is not None


def test_sums_begun_anew_take_off_nothing_of_before(records: Records, database: Database) -> None:
    records.laptop(1)
    records.laptop(2)
    _put(records, 1, 2)
    for layout in (OTHER, LAYOUT):
        _begin(records, layout, is_ours=False)
        _put(records, 1, layout=layout)
        assert _scored(database, layout) == {records.teams["finance"]: 1}
    _put(records, 2)
    assert _scored(database) == {records.teams["finance"]: 2}
