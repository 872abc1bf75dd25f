from collections.abc import Callable
from typing import Any

import pytest

from barometer_agent.sampler import NoData
from barometer_agent.sources.pressure import Waited
from barometer_agent.sources.windows import pressure
from barometer_agent.sources.windows.disks import Counters
from barometer_agent.sources.windows.pressure import LOOKS, Glance, Idle, Watch

SECOND = 1_000_000


def given(*readings: Any) -> Callable[[], Any]:
    return iter(readings).__next__


def look(queues: list[int | None], *disks: Idle | None) -> Glance:
    return pressure.look(given(*queues), given(*disks), lambda seconds: None)


@pytest.mark.parametrize(
    ("queue", "processors", "permille"), [(0.0, 8, 0), (2.0, 8, 200), (8.0, 8, 500), (72.0, 8, 900)]
)
def test_a_queue_before_the_processors_is_waiting(queue: float, processors: int, permille: int) -> None:
    assert pressure.crowding_permille(queue, processors) == permille


def test_the_queue_is_looked_at_some_times_in_a_glance() -> None:
    assert look([0, 2, 4, 2, 2], None, None) == Glance(2.0, None, None)


def test_a_glance_takes_a_tenth_of_a_second() -> None:
    paused: list[float] = []
    pressure.look(lambda: 0, lambda: None, paused.append)
    assert len(paused) == LOOKS
    assert sum(paused) == pytest.approx(0.1)


def test_a_counter_that_is_switched_off_is_no_queue_of_zero() -> None:
    assert look([None] * LOOKS, None, None) == Glance(None, None, None)
    assert look([None, 3, None, 5, None], None, None) == Glance(4.0, None, None)


def test_what_windows_does_not_tell_is_left_out() -> None:
    assert pressure.shares(None, 8, is_short=None) == {}
    assert pressure.shares(8.0, 8, is_short=True) == {"cpu": 500, "memory": 1000}
    assert pressure.shares(0.0, 8, is_short=False) == {"cpu": 0, "memory": 0}


def test_the_busiest_disk_is_told() -> None:
    before = pressure.idle((Counters(0, 0, 900_000), Counters(1, 0, 400_000)), 1_000_000)
    now = pressure.idle((Counters(0, 0, 1_000_000), Counters(1, 0, 430_000)), 1_100_000)
    assert look([0] * LOOKS, before, now) == Glance(0.0, 700, now)


@pytest.mark.parametrize(("idle", "share"), [(500_000, 1000), (570_000, 300), (900_000, 0)])
def test_a_share_stays_a_share(idle: int, share: int) -> None:
    assert pressure.busiest(Idle(1_000_000, {0: 500_000}), Idle(1_100_000, {0: idle})) == share


def test_a_disk_that_came_late_is_not_the_busiest_for_it() -> None:
    before, now = Idle(3600 * SECOND, {0: 3500 * SECOND}), Idle(3660 * SECOND, {0: 3554 * SECOND, 1: 0})
    assert pressure.busiest(before, now) == 100
    assert pressure.busiest(now, Idle(3720 * SECOND, {0: 3614 * SECOND, 1: 30 * SECOND})) == 500


def test_a_disk_that_took_the_number_of_another_counts_from_its_second_reading() -> None:
    assert pressure.busiest(Idle(60 * SECOND, {1: 50 * SECOND}), Idle(120 * SECOND, {1: 3 * SECOND})) is None


def test_a_disk_that_was_taken_out_is_not_missed() -> None:
    before, now = Idle(0, {0: 0, 1: 0}), Idle(60 * SECOND, {0: 54 * SECOND})
    assert pressure.busiest(before, now) == 100


def seen(at_us: int, disk_permille: int | None = 0, queue: float | None = 0, **idle: int) -> Glance:
    return Glance(queue, disk_permille, Idle(at_us, {int(disk[1:]): us for disk, us in idle.items()}))


def test_a_disk_is_added_up_from_its_own_counter_and_not_from_glances() -> None:
    watch = Watch()
    first = watch.add(0, seen(0, d0=0), 8, False)
    assert first["io"] == Waited(0, 0)
    second = watch.add(60 * SECOND, seen(60 * SECOND, d0=30 * SECOND), 8, False)
    assert second["io"] == Waited(30 * SECOND, 0)


def test_a_second_disk_is_no_pressure() -> None:
    watch = Watch()
    for minute, idle in enumerate([{"d0": 0}, {"d0": 60 * SECOND}, {"d0": 120 * SECOND, "d1": 5 * SECOND}]):
        found = watch.add(minute * 60 * SECOND, seen(minute * 60 * SECOND, **idle), 8, False)
    assert found["io"] == Waited(0, 0)
    found = watch.add(180 * SECOND, seen(180 * SECOND, d0=180 * SECOND, d1=65 * SECOND), 8, False)
    assert found["io"] == Waited(0, 0)


def test_without_disks_that_count_the_others_are_told() -> None:
    assert Watch().add(0, Glance(8.0, None, None), 8, None) == {"cpu": Waited(0, 500)}


def test_elsewhere_windows_is_not_asked() -> None:
    with pytest.raises(NoData):
        pressure.read()
