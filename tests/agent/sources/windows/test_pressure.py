from collections.abc import Callable, Sequence
from typing import Any

import pytest

from barometer_agent.sampler import NoData
from barometer_agent.sources.pressure import Waited
from barometer_agent.sources.windows import pressure
from barometer_agent.sources.windows.disks import Counters
from barometer_agent.sources.windows.pressure import Watch

MINUTE_US = 60_000_000


def given(*readings: Any) -> Callable[[], Any]:
    return iter(readings).__next__


def glance(before: Sequence[Counters], now: Sequence[Counters], *clock: int) -> Waited:
    return pressure.glance(given(before, now), given(*clock), lambda seconds: None)


@pytest.mark.parametrize(
    ("queue", "processors", "permille"), [(0.0, 8, 0), (2.0, 8, 200), (8.0, 8, 500), (72.0, 8, 900)]
)
def test_a_queue_before_the_processors_is_waiting(queue: float, processors: int, permille: int) -> None:
    assert pressure.crowding_permille(queue, processors) == permille


def test_an_average_over_a_minute_is_told_after_a_minute() -> None:
    watch = Watch()
    assert watch.shares(5, 8.0, 8, is_short=False) == {"memory": 0}
    assert watch.shares(5 + MINUTE_US - 1, 8.0, 8, is_short=True) == {"memory": 1000}
    assert watch.shares(5 + MINUTE_US, 8.0, 8, is_short=False) == {"cpu": 500, "memory": 0}


def test_what_windows_does_not_tell_is_left_out() -> None:
    watch = Watch()
    watch.shares(0, None, 8, is_short=None)
    assert watch.shares(MINUTE_US, None, 8, is_short=None) == {}


def test_the_busiest_disk_is_told() -> None:
    before, now = (Counters(0, 900_000), Counters(0, 400_000)), (Counters(0, 1_000_000), Counters(0, 430_000))
    assert glance(before, now, 1_000_000, 1_100_000) == Waited(670_000, 700)


@pytest.mark.parametrize(("idle", "share"), [(500_000, 1000), (300_000, 1000), (900_000, 0)])
def test_a_share_stays_a_share(idle: int, share: int) -> None:
    found = glance((Counters(0, 500_000),), (Counters(0, idle),), 1_000_000, 1_100_000)
    assert found.last_minute_permille == share


def test_elsewhere_windows_is_not_asked() -> None:
    with pytest.raises(NoData):
        pressure.read()
