"""Days of many devices at once."""

import pytest
from sqlalchemy import text

from barometer_collector.database import Database
from barometer_collector.rollup.rules.counts import NO_HIGHEST, NO_LOWEST, Counts
from barometer_collector.rollup.window import day_by_day, window

_COUNTS = ", ".join(f"b{bucket}" for bucket in range(12))


def put(
    database: Database, device: int, day: int, metric: int, subject: str, values: list[int], failed: int = 0
) -> None:
    """A row of a day, with every value in the bucket of its last digit."""
    counts = [sum(value % 10 == bucket for value in values) for bucket in range(12)]
    lowest, highest = (min(values), max(values)) if values else (None, None)
    row = (device, day, metric, subject, len(values), failed, sum(values), lowest, highest, *counts)
    names = f"device_id, day, metric, subject, n, failed, total, lowest, highest, {_COUNTS}".split(", ")
    query = text(f"INSERT INTO device_day ({', '.join(names)}) VALUES ({', '.join(f':{name}' for name in names)})")  # noqa: S608 - names of ours
    with database.writing() as session:
        session.connection().execute(query, dict(zip(names, row, strict=True)))


def told(counts: Counts) -> list[tuple[object, ...]]:
    """The rows, without order."""
    return sorted(
        (
            int(counts.device[row]),
            int(counts.day[row]),
            int(counts.metric[row]),
            counts.subjects[counts.subject[row]],
            tuple(counts.numbers[row].tolist()),
        )
        for row in range(len(counts.device))
    )


def test_days_of_the_window_are_added_up_by_device_metric_and_subject(database: Database) -> None:
    put(database, 7, 100, 1, "a", [3, 14])
    put(database, 7, 101, 1, "a", [2], failed=2)
    put(database, 7, 101, 1, "b", [5])
    put(database, 7, 102, 1, "a", [9])
    put(database, 9, 100, 2, "", [1])
    put(database, 8, 100, 1, "a", [1])
    with database.reading() as session:
        found = window(session, [7, 9], [1, 2], 100, 101)
    assert told(found) == [
        (0, 0, 1, "a", (3, 2, 19, 2, 14, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0)),
        (0, 0, 1, "b", (1, 0, 5, 5, 5, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0)),
        (1, 0, 2, "", (1, 0, 1, 1, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)),
    ]
    assert found.n.tolist() == [3, 1, 1]
    assert (found.failed.tolist(), found.total.tolist()) == ([2, 0, 0], [19, 5, 1])
    assert (found.lowest.tolist(), found.highest.tolist()) == ([2, 5, 1], [14, 5, 1])
    assert found.buckets.sum(axis=1).tolist() == [3, 1, 1]


def test_day_by_day_each_day_is_a_row(database: Database) -> None:
    put(database, 7, 100, 1, "a", [3])
    put(database, 7, 101, 1, "a", [4])
    with database.reading() as session:
        found = day_by_day(session, [7], [1], 100, 101)
    assert (found.day.tolist(), found.total.tolist()) == ([100, 101], [3, 4])


def test_attempts_that_all_failed_have_no_extremes(database: Database) -> None:
    put(database, 7, 100, 1, "a", [], failed=3)
    with database.reading() as session:
        found = window(session, [7], [1], 100, 100)
    assert (found.n.tolist(), found.failed.tolist()) == ([0], [3])
    assert (found.lowest.tolist(), found.highest.tolist()) == ([NO_LOWEST], [NO_HIGHEST])


@pytest.mark.parametrize(("devices", "codes"), [([], [1]), ([7], []), ([5], [1]), ([7], [2])])
def test_nothing_counted_is_no_rows(database: Database, devices: list[int], codes: list[int]) -> None:
    put(database, 7, 100, 1, "a", [3])
    with database.reading() as session:
        found = window(session, devices, codes, 100, 100)
    assert told(found) == []
    assert found.buckets.shape == (0, 12)
