from collections.abc import Callable
from pathlib import Path

import pytest

from barometer_agent.sources.linux import charge_level

Supplies = Callable[..., Path]


@pytest.fixture
def supplies(tmp_path: Path) -> Supplies:
    """Power supplies as the kernel shows them."""

    def make(**supplies: dict[str, str]) -> Path:
        for name, values in supplies.items():
            (tmp_path / name).mkdir()
            for file, value in values.items():
                (tmp_path / name / file).write_text(f"{value}\n")
        return tmp_path

    return make


def battery(status: str, capacity: str) -> dict[str, str]:
    return {"type": "Battery", "status": status, "capacity": capacity}


@pytest.mark.parametrize("status", ["Charging", "Full", "Not charging", "Unknown"])
def test_on_mains_no_charge_counts(status: str, supplies: Supplies) -> None:
    assert charge_level.percent(supplies(AC={"type": "Mains", "online": "1"}, BAT0=battery(status, "5"))) is None


def test_a_battery_that_is_drained_tells_how_full_it_is(supplies: Supplies) -> None:
    assert charge_level.percent(supplies(BAT0=battery("Discharging", "9"))) == 9


def test_of_two_batteries_the_fullest_counts(supplies: Supplies) -> None:
    found = supplies(BAT0=battery("Discharging", "4"), BAT1=battery("Unknown", "80"))
    assert charge_level.percent(found) == 80


def test_the_battery_of_a_mouse_is_not_the_laptops(supplies: Supplies) -> None:
    mouse = battery("Discharging", "3") | {"scope": "Device"}
    assert charge_level.percent(supplies(hidpp_battery_0=mouse)) is None


def test_a_battery_that_does_not_tell_and_a_laptop_without_one_have_no_charge(supplies: Supplies) -> None:
    assert charge_level.percent(supplies(BAT0={"type": "Battery", "status": "Discharging"})) is None
    assert charge_level.percent(Path("/nowhere")) is None
