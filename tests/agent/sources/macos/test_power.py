from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometer_agent.sampler import NoData
from barometer_agent.sources import power as question
from barometer_agent.sources.macos import power, registry
from barometer_agent.sources.power import Battery
from barometer_shared.samples import GapKind


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("battery_apple_silicon.plist", Battery(7_747_000, 8_694_000, "uAh", 246)),
        ("battery_macos_27.plist", Battery(5_793_000, 5_760_000, "uAh", 354)),
        ("battery_intel.plist", Battery(5_001_000, 6_669_000, "uAh", 300)),
    ],
)
def test_a_battery_tells_what_it_holds_and_how_long_that_lasts(
    name: str, expected: Battery, captured: Callable[[str], str]
) -> None:
    assert power.parse(registry.parse(captured(name))) == (expected,)


@pytest.mark.parametrize(
    "change",
    [{"ExternalConnected": True}, {"IsCharging": True}, {"Amperage": 0}, {"Amperage": 900}, {"Amperage": -1}],
)
def test_a_battery_that_gives_nothing_tells_no_runtime(
    change: dict[str, object], captured: Callable[[str], str]
) -> None:
    [entry] = registry.parse(captured("battery_apple_silicon.plist"))
    [battery] = power.parse([{**entry, **change}])
    assert battery == Battery(7_747_000, 8_694_000, "uAh", None)


def test_percents_are_no_capacity() -> None:
    assert power.parse([{"DesignCapacity": 5000, "MaxCapacity": 100}]) == (Battery(0, 0, "uAh"),)
    assert power.parse([{"DesignCapacity": 5000, "MaxCapacity": 100, "NominalChargeCapacity": 4800}]) == (
        Battery(4_800_000, 5_000_000, "uAh"),
    )


def test_the_driver_is_asked(mac: Callable[..., Path], captured: Callable[[str], str]) -> None:
    folder = mac(ioreg=captured("battery_intel.plist"))
    assert question.read("darwin")[0].design == 6_669_000
    assert (folder / "asked").read_text() == "ioreg -a -r -d 1 -n AppleSmartBattery\n"


@pytest.mark.parametrize("told", ["", '<plist version="1.0"><array/></plist>'])
def test_a_mac_without_a_battery_is_not_blamed_for_it(told: str, mac: Callable[..., Path]) -> None:
    mac(ioreg=told)
    with pytest.raises(NoData, match="no battery") as nothing:
        power.read()
    assert nothing.value.kind is GapKind.NOT_APPLICABLE


def test_an_empty_bay_is_no_battery() -> None:
    assert power.parse([{"BatteryInstalled": False, "DesignCapacity": 0}]) == ()


@given(st.integers(-32_000, 32_000))
def test_a_current_is_the_same_however_it_was_printed(current: int) -> None:
    assert power.signed(current) == power.signed(current % (1 << 64)) == power.signed(current % (1 << 16)) == current
