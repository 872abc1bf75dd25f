"""Stored scores."""

from barometer_collector.database import Database
from barometer_collector.scoring.store import scores
from barometer_collector.scoring.store.scores import DeviceScoreRow, GroupScoreRow


def _device(device: int, day: int, document: str = "{}") -> DeviceScoreRow:
    return DeviceScoreRow(device, day, 1.5, 2.0, None, None, document, "2026.1", 1)


def _group(key: str, day: int, t: float | None = None) -> GroupScoreRow:
    return GroupScoreRow(key, day, t, t, None, None, "{}", "2026.1", 1)


def test_a_day_scored_again_replaces_its_scores_and_no_other(database: Database) -> None:
    with database.writing() as session:
        scores.put_devices(session, 10, [_device(1, 10, "old"), _device(2, 10, "kept")])
        scores.put_devices(session, 9, [_device(1, 9, "before")])
        scores.put_devices(session, 10, [_device(1, 10, "new")])
    with database.reading() as session:
        assert scores.device_documents(session, 10, [1, 2, 3]) == {1: "new", 2: "kept"}
        assert scores.device_documents(session, 9, [1, 2]) == {1: "before"}


def test_the_latest_document_is_that_of_the_day_or_before(database: Database) -> None:
    with database.writing() as session:
        for day in (8, 9, 11):
            scores.put_devices(session, day, [_device(1, day, str(day))])
    with database.reading() as session:
        assert scores.latest_device_documents(session, 10, [1, 2]) == {1: "9"}
        assert scores.latest_document(session, 10, 1) == (9, "9")
        assert scores.latest_document(session, 7, 1) is None


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
        scores.put_devices(session, 10, [_device(number, 10) for number in range(1200)])
        scores.put_devices(session, 10, [_device(number, 10, "new") for number in range(1200)])
    with database.reading() as session:
        assert set(scores.device_documents(session, 10, range(1200)).values()) == {"new"}
