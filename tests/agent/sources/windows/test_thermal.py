"""The structure is the one of Microsoft's "PROCESSOR_POWER_INFORMATION structure"; the numbers are invented."""

import struct

import pytest

from barometer_agent.sources.windows import thermal
from barometer_agent.sources.windows.power_plan import Plan
from barometer_agent.sources.windows.thermal import Speed

FREE = Plan(100)


def processor(number: int, full: int, limit: int) -> bytes:
    return struct.pack("<6I", number, full, full // 2, limit, 2, 1)


def test_each_processor_has_its_limit_and_room_that_was_left_over_is_none() -> None:
    answer = processor(0, 2112, 2112) + processor(1, 2112, 1056) + bytes(24)
    assert thermal.parse(answer) == (Speed(2112, 2112), Speed(2112, 1056))


@pytest.mark.parametrize(
    ("limits", "permille"), [((2112, 2112), 0), ((2112, 1056), 500), ((1267, 1056), 1000), ((2099, 2112), 0)]
)
def test_a_processor_below_its_limit_is_slowed(limits: tuple[int, ...], permille: int) -> None:
    assert thermal.slowed([Speed(2112, limit) for limit in limits], FREE) == permille


@pytest.mark.parametrize(("limit", "permille"), [(1056, 0), (1045, 0), (1000, 1000)])
def test_a_plan_that_saves_power_is_no_heat(limit: int, permille: int) -> None:
    assert thermal.slowed([Speed(2112, limit)], Plan(50)) == permille


def test_processors_of_two_kinds_are_each_measured_by_their_own_speed() -> None:
    assert thermal.slowed([Speed(2400, 2400), Speed(1800, 1800), Speed(1800, 900), Speed(2400, 2000)], FREE) == 500


def test_elsewhere_nothing_is_told() -> None:
    assert thermal.slowed_permille() is None
