from collections.abc import Callable
from typing import Any

import pytest

from barometer_agent.sampler import NoData
from barometer_agent.sources.pressure import Waited
from barometer_agent.sources.windows import pressure
from barometer_agent.sources.windows.disks import Counters
from barometer_agent.sources.windows.pressure import LOOKS, Busy


def given(*readings: Any) -> Callable[[], Any]:
    return iter(readings).__next__


def look(queues: list[int | None], *disks: Busy | None) -> tuple[float | None, Waited | None]:
    return pressure.look(given(*queues), given(*disks), lambda seconds: None)


@pytest.mark.parametrize(
    ("queue", "processors", "permille"), [(0.0, 8, 0), (2.0, 8, 200), (8.0, 8, 500), (72.0, 8, 900)]
)
def test_a_queue_before_the_processors_is_waiting(queue: float, processors: int, permille: int) -> None:
    assert pressure.crowding_permille(queue, processors) == permille


def test_the_queue_is_looked_at_some_times_in_a_glance() -> None:
    assert look([0, 2, 4, 2, 2], None, None) == (2.0, None)


def test_a_glance_takes_a_tenth_of_a_second() -> None:
    paused: list[float] = []
    pressure.look(lambda: 0, lambda: None, paused.append)
    assert len(paused) == LOOKS
    assert sum(paused) == pytest.approx(0.1)


def test_a_counter_that_is_switched_off_is_no_queue_of_zero() -> None:
    assert look([None] * LOOKS, None, None) == (None, None)
    assert look([None, 3, None, 5, None], None, None) == (4.0, None)


def test_what_windows_does_not_tell_is_left_out() -> None:
    assert pressure.shares(None, 8, is_short=None) == {}
    assert pressure.shares(8.0, 8, is_short=True) == {"cpu": 500, "memory": 1000}
    assert pressure.shares(0.0, 8, is_short=False) == {"cpu": 0, "memory": 0}


def test_the_busiest_disk_is_told() -> None:
    before = pressure.busy((Counters(0, 900_000), Counters(0, 400_000)), 1_000_000)
    now = pressure.busy((Counters(0, 1_000_000), Counters(0, 430_000)), 1_100_000)
    assert look([0] * LOOKS, before, now)[1] == Waited(670_000, 700)


@pytest.mark.parametrize(("idle", "share"), [(500_000, 1000), (300_000, 1000), (900_000, 0)])
def test_a_share_stays_a_share(idle: int, share: int) -> None:
    before, now = pressure.busy((Counters(0, 500_000),), 1_000_000), pressure.busy((Counters(0, idle),), 1_100_000)
    found = pressure.glance(before, now)
    assert found is not None
    assert found.last_minute_permille == share


def test_elsewhere_windows_is_not_asked() -> None:
    with pytest.raises(NoData):
        pressure.read()
