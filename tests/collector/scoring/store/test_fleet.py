"""Devices, teams and dated membership."""

from barometer_collector.scoring.store import fleet
from barometer_collector.scoring.store.fleet import Size
from barometer_collector.scoring.store.scores import DeviceScoreRow, put_devices
from tests.collector.scoring.records import TODAY, Records


def test_a_device_belongs_to_the_team_of_that_day(records: Records) -> None:
    records.device(1, "finance", from_day=TODAY - 10)
    records.move(1, "sales", TODAY)
    with records.database.reading() as session:
        teams = [fleet.members(session, day)[0].team for day in (TODAY - 11, TODAY - 1, TODAY)]
        assert fleet.devices(session, TODAY, "sales", None, 10)[0].team == "sales"
        assert fleet.devices(session, TODAY - 1, "sales", None, 10) == []
    assert teams == ["", "finance", "sales"]


def test_devices_are_placed_in_the_teams_of_that_day(records: Records) -> None:
    records.device(1, "finance", from_day=TODAY - 10)
    records.device(2, "finance", from_day=TODAY)
    records.device(3, "support")
    records.move(1, "sales", TODAY)
    records.revoke(3)
    finance, sales = records.teams["finance"], records.teams["sales"]
    with records.database.reading() as session:
        assert fleet.placed(session, [1, 2, 3], TODAY - 1) == {1: finance, 2: 0, 3: None}
        assert fleet.placed(session, [1, 2, 99], TODAY) == {1: sales, 2: finance}
        assert fleet.placed(session, [], TODAY) == {}


def test_sizes_are_those_of_that_day_without_revoked_devices(records: Records) -> None:
    records.device(1, "finance", from_day=TODAY - 10)
    records.device(2, "finance", simulated=True)
    records.device(3, "finance", from_day=TODAY)
    records.device(4, "sales")
    records.revoke(4)
    records.move(1, "sales", TODAY)
    finance, sales = records.teams["finance"], records.teams["sales"]
    with records.database.reading() as session:
        assert fleet.sizes(session, TODAY - 1) == {finance: Size(2, 1), 0: Size(1, 0)}
        assert fleet.sizes(session, TODAY) == {finance: Size(2, 1), sales: Size(1, 0), 0: Size(0, 0)}
        assert fleet.count(session) == 3


def test_devices_that_count_where_they_are_no_longer_are_found(records: Records) -> None:
    for number in range(1, 5):
        records.device(number, "finance", from_day=TODAY - 9)
    finance = records.teams["finance"]
    with records.database.writing() as session:
        rows = [DeviceScoreRow(n, TODAY, None, None, None, None, "m", 1, finance, b"") for n in range(1, 5)]
        put_devices(session, rows)
    records.move(2, "sales", TODAY)
    records.move(3, "sales", TODAY + 5)
    records.revoke(4)
    with records.database.reading() as session:
        assert sorted(fleet.misplaced(session, TODAY, TODAY + 1, 9)) == [2, 4]
        assert len(fleet.misplaced(session, TODAY, TODAY + 1, 1)) == 1


def test_devices_come_by_number_page_by_page_without_revoked_ones(records: Records) -> None:
    for number in (3, 1, 2, 4):
        records.device(number)
    records.revoke(2)
    with records.database.reading() as session:
        assert [row.id for row in fleet.devices(session, TODAY, None, None, 2)] == [1, 3]
        assert [row.id for row in fleet.devices(session, TODAY, None, 1, 5)] == [3, 4]
        assert fleet.device_ids(session) == [1, 3, 4]
        assert fleet.device_ids(session, 1, 1) == [3]
        revoked = fleet.device(session, TODAY, 2)
        assert revoked is not None
        assert fleet.device(session, TODAY, 99) is None


def test_gaps_carry_their_reason(records: Records) -> None:
    records.device(1)
    records.gap(1, "app_hang")
    with records.database.reading() as session:
        assert fleet.gaps(session, [1]) == [(1, "app_hang", "not_applicable", {"en": "because", "nl": "daarom"})]


def test_teams_come_by_name(records: Records) -> None:
    records.device(1, "sales")
    records.device(2, "finance")
    with records.database.reading() as session:
        assert fleet.teams(session) == [("finance", "finance"), ("sales", "sales")]
