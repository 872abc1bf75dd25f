from collections.abc import Callable, Sequence
from typing import Any

import pytest

from barometer_agent.sampler import NoData
from barometer_agent.sources.pressure import Pressure, Waited
from barometer_agent.sources.windows import pressure
from barometer_agent.sources.windows.disks import Counters


def given(*readings: Any) -> Callable[[], Any]:
    return iter(readings).__next__


def read(before: Sequence[Counters], now: Sequence[Counters], *clock: int) -> Pressure:
    return pressure.read(given(before, now), given(*clock), lambda seconds: None)


def test_the_busiest_disk_is_told() -> None:
    calm, busy = Counters(0, 900_000), Counters(0, 400_000)
    found = read((calm, busy), (Counters(0, 1_000_000), Counters(0, 430_000)), 1_000_000, 1_000_000, 1_100_000)
    assert found == Pressure(1_100_000, {"io": Waited(670_000, 700)}, basis="counters")


@pytest.mark.parametrize(("idle", "share"), [(500_000, 1000), (300_000, 1000), (900_000, 0)])
def test_a_share_stays_a_share(idle: int, share: int) -> None:
    found = read((Counters(0, 500_000),), (Counters(0, idle),), 1_000_000, 1_000_000, 1_100_000)
    assert found.waited["io"].last_minute_permille == share


def test_elsewhere_windows_is_not_asked() -> None:
    with pytest.raises(NoData):
        pressure.read()
