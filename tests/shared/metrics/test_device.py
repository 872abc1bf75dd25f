"""Pressure, battery and storage are judged on their edges; hours in use stay within a day."""

import pytest

from barometer_shared.metrics import METRICS, Better, DataClass, Subject


@pytest.mark.parametrize(
    ("name", "permille"),
    [
        ("pressure_permille", (0, 100, 300, 600)),
        ("battery_capacity_permille", (1000, 800, 600, 300)),
        ("disk_free_permille", (300, 100, 50, 10)),
    ],
)
def test_the_points_of_the_experience_model_lie_on_edges(name: str, permille: tuple[int, ...]) -> None:
    assert set(permille) <= set(METRICS[name].edges)


def test_more_room_and_more_battery_are_better_and_more_pressure_is_not() -> None:
    assert METRICS["disk_free_permille"].better is METRICS["battery_capacity_permille"].better is Better.HIGHER
    assert METRICS["pressure_permille"].better is Better.LOWER


def test_hours_in_use_are_at_most_a_day_and_say_how_they_were_measured() -> None:
    use = METRICS["use_seconds"]
    assert use.maximum == 24 * 3600
    assert use.subject is Subject.BASIS
    assert use.data_class is DataClass.USAGE


def test_the_queue_of_the_disk_is_counted_around_one_waiting_request() -> None:
    assert 1000 in METRICS["disk_queue_milli"].edges


def test_a_drive_warns_or_does_not() -> None:
    failing = METRICS["drive_failing"]
    assert (failing.minimum, failing.maximum) == (0, 1)
    assert failing.subject is Subject.DRIVE
