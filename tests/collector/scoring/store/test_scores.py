"""Stored scores."""

from barometer_collector.database import Database
from barometer_collector.scoring.store import scores
from barometer_collector.scoring.store.scores import Added, DeviceScoreRow, GroupScoreRow, GroupSumRow
from tests.collector.scoring import stored


def _device(device: int, day: int, sums: bytes = b"", team: int | None = 1) -> DeviceScoreRow:
    return DeviceScoreRow(device, day, 1.5, 2.0, None, None, "2026.1", 1, team, sums)


def _group(key: str, day: int, t: float | None = None) -> GroupScoreRow:
    return GroupScoreRow(key, day, t, t, None, None, "{}", "2026.1", 1)


def test_a_day_scored_again_replaces_its_scores_and_no_other(database: Database) -> None:
    with database.writing() as session:
        scores.put_devices(session, [_device(1, 10, b"old"), _device(2, 10, b"kept"), _device(1, 9, b"before")])
        scores.put_devices(session, [_device(1, 10, b"new", team=2)])
    kept = 1.5, 2.0, None, None
    assert stored.devices(database, 10) == {1: (*kept, 2, b"new"), 2: (*kept, 1, b"kept")}
    assert stored.devices(database, 9) == {1: (*kept, 1, b"before")}


def test_what_devices_add_is_that_of_the_day_and_nothing_of_those_in_no_group(database: Database) -> None:
    with database.writing() as session:
        scores.put_devices(session, [_device(1, 10, b"a"), _device(2, 10, b"b", None), _device(3, 9, b"c")])
        assert [Added(each[0], each[1], bytes(each[2] or b"")) for each in scores.added(session, 10, [1, 2, 3])] == [
            Added(1, 1, b"a")
        ]
        assert scores.added(session, 10, []) == []


def test_sums_are_stale_until_they_are_told(database: Database) -> None:
    with database.writing() as session:
        scores.put_group_sums(session, 7, {1: b"one", 2: b"two"})
        scores.put_group_sums(session, 7, {1: b"uno"})
        scores.put_group_sums(session, 9, {1: b"three"})
        assert scores.group_sums(session, 7) == [GroupSumRow(1, b"uno", 2, 0), GroupSumRow(2, b"two", 1, 0)]
        assert scores.group_sums(session, 7, [2]) == [GroupSumRow(2, b"two", 1, 0)]
        assert scores.stale_days(session, 0) == [7, 9]
        assert scores.stale_days(session, 8) == [9]
        scores.note_told(session, 7, {1: 2, 2: 1})
        assert scores.stale_days(session, 0) == [9]


def test_what_changes_while_a_group_is_told_keeps_it_stale(database: Database) -> None:
    with database.writing() as session:
        scores.put_group_sums(session, 7, {1: b"one"})
        (seen,) = scores.group_sums(session, 7)
        scores.put_group_sums(session, 7, {1: b"uno"})
        scores.note_told(session, 7, {1: seen.changes})
        assert scores.stale_days(session, 0) == [7]
        scores.remove_group_sums(session, 7)
        assert scores.stale_days(session, 0) == []


def test_the_trend_comes_by_day(database: Database) -> None:
    with database.writing() as session:
        for day in (9, 8, 7):
            scores.put_groups(session, day, [_group("fleet", day, float(day)), _group("team:a", day)])
    with database.reading() as session:
        assert [(row.day, row.t) for row in scores.trend(session, 8, 9) if row.group_key == "fleet"] == [
            (8, 8.0),
            (9, 9.0),
        ]
        assert len(scores.trend(session, 7, 9)) == 6
        assert scores.latest_group_day(session, "fleet", 8) == 8
        assert scores.latest_group_day(session, "team:b", 8) is None
        assert set(scores.group_documents(session, 8)) == {"fleet", "team:a"}


def test_more_devices_than_an_engine_takes_parameters_can_be_asked_for(database: Database) -> None:
    with database.writing() as session:
        scores.put_devices(session, [_device(number, 10) for number in range(70_000)])
        assert len(scores.added(session, 10, range(70_000))) == 70_000
