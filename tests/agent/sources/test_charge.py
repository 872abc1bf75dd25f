from typing import NamedTuple

import pytest

from barometer_agent.sources import charge


class Battery(NamedTuple):
    percent: float
    power_plugged: bool | None


@pytest.mark.parametrize(
    ("told", "percent"),
    [
        (Battery(9.9, False), 9),
        (Battery(100, False), 100),
        (Battery(0, False), 0),
        (Battery(9.9, True), None),
        (Battery(9.9, None), None),
        (None, None),
    ],
)
def test_only_a_laptop_on_its_battery_has_a_charge_that_counts(told: Battery | None, percent: int | None) -> None:
    assert charge.parse(told) == percent


def test_this_machine_tells_a_charge_or_none() -> None:
    told = charge.percent()
    assert told is None or 0 <= told <= 100
