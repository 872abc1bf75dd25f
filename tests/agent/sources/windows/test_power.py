import struct

import pytest

from barometer_agent.sampler import NoData
from barometer_agent.sources.power import Battery
from barometer_agent.sources.windows import power

SYSTEM, RELATIVE, SHORT_TERM = 0x80000000, 0x40000000, 0x20000000
DISCHARGING, CHARGING = 0x2, 0x4
UNKNOWN = 0xFFFFFFFF


def information(capabilities: int = SYSTEM, design: int = 57_000, full: int = 41_200) -> bytes:
    """BATTERY_INFORMATION: capabilities, technology, chemistry, capacities, alerts, bias and cycles."""
    return struct.pack("<IB3x4s6I", capabilities, 1, b"LION", design, full, 2850, 5700, 0, 312)


def status(state: int = DISCHARGING, rate: int = -12_360) -> bytes:
    return struct.pack("<IIIi", state, 20_000, 11_400, rate)


def test_a_battery_tells_its_wear_and_how_long_it_lasts_when_full() -> None:
    assert power.parse(information(), status()) == Battery(41_200_000, 57_000_000, "uWh", 200)


@pytest.mark.parametrize(
    "told", [status(CHARGING, 30_000), status(DISCHARGING, -0x80000000), status(DISCHARGING, 0), b"", status()[:8]]
)
def test_a_battery_that_is_charged_or_tells_no_rate_has_no_runtime(told: bytes) -> None:
    battery = power.parse(information(), told)
    assert battery is not None
    assert battery.runtime_minutes is None


def test_a_battery_that_only_knows_shares_is_compared_with_itself() -> None:
    assert power.parse(information(SYSTEM | RELATIVE, 100, 83), status()) == Battery(83, 100, "relative")


def test_a_battery_that_does_not_know_is_there_all_the_same() -> None:
    assert power.parse(information(full=UNKNOWN, design=UNKNOWN), status()) == Battery(0, 0, "uWh")


@pytest.mark.parametrize("capabilities", [0, SYSTEM | SHORT_TERM])
def test_a_battery_that_does_not_power_the_laptop_is_left_out(capabilities: int) -> None:
    assert power.parse(information(capabilities), status()) is None


def test_half_an_answer_is_no_battery() -> None:
    assert power.parse(information()[:20], status()) is None


def test_elsewhere_there_are_no_batteries_of_windows() -> None:
    with pytest.raises(NoData):
        power.read()
