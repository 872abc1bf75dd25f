"""What the next run would delete is what it then deletes."""

from dataclasses import replace
from datetime import timedelta

from barometer_collector.database import Database
from barometer_collector.partitions.service import ensure
from barometer_collector.privacy.retention.promises import promises
from barometer_collector.privacy.retention.rules.cutoffs import Period
from barometer_collector.privacy.retention.service.keeping import keep
from barometer_collector.privacy.retention.service.overview import Line, overview
from barometer_collector.settings import Keep, Settings
from tests.collector.laptops import NOON, NOON_MS, TODAY
from tests.collector.privacy.retention.filling import put

DAY_MS = 86_400_000


def of(lines: list[Line], name: str) -> Line:
    return next(each for each in lines if each.name == name)


def filled(database: Database) -> None:
    put(database, "device", id=1)
    for age in (800, 500, 100, 0):
        put(database, "device_score", device_id=1, day=TODAY - age)
        put(database, "group_score", day=TODAY - age)
        put(
            database,
            "answer",
            device_id=1,
            day=TODAY - age,
            received_at=NOON_MS - age * DAY_MS,
            comment="words",
            value=1,
        )
    for number, age in enumerate((40, 40, 5, 0)):
        put(database, "sample", id=number + 1, arrived=TODAY - age)
    ensure(database, NOON)


def test_every_promise_has_a_line_also_where_there_is_nothing(database: Database, settings: Settings) -> None:
    lines = overview(database, settings, NOON)
    assert [line.name for line in lines] == [promise.name for promise in promises()]
    assert not [line.name for line in lines if line.next_deletes]


def test_what_is_told_is_what_then_goes(database: Database, settings: Settings) -> None:
    filled(database)
    lines = overview(database, settings, NOON)
    told = {line.name: line.next_deletes for line in lines if line.next_deletes}
    assert told == {"sample": 2, "device_score": 2, "group_score": 1, "answer": 2, "answer.words": 2}
    assert (of(lines, "device_score").oldest, of(lines, "device_score").rows) == ("2024-09-09", 4)
    assert (of(lines, "sample").oldest, of(lines, "sample").rows) == ("2026-10-09", 4)
    assert of(lines, "answer.words").period == Period(months=6)
    keep(database, settings, NOON, lambda: None, lambda: None)
    assert not [line.name for line in overview(database, settings, NOON) if line.next_deletes]
    left = {line.name: line.rows for line in overview(database, settings, NOON)}
    assert (left["sample"], left["device_score"], left["group_score"], left["answer"]) == (2, 2, 3, 2)


def test_a_change_of_a_setting_shows_how_far_the_next_run_comes(database: Database, settings: Settings) -> None:
    filled(database)
    keep(database, settings, NOON, lambda: None, lambda: None)
    shorter = replace(settings, keep=Keep(device_scores_months=2))
    line = of(overview(database, shorter, NOON + timedelta(hours=1)), "device_score")
    assert (line.kept_from, line.next_from, line.next_deletes) == ("2026-09-18", "2025-10-19", 0)
