from pathlib import Path

from barometer_agent.sources.linux import power
from barometer_agent.sources.power import Battery


def supply(folder: Path, name: str, **attributes: str) -> None:
    (folder / name).mkdir()
    for attribute, value in attributes.items():
        (folder / name / attribute).write_text(f"{value}\n")


def test_a_battery_that_counts_energy_is_read(tmp_path: Path) -> None:
    supply(tmp_path, "AC", type="Mains", online="1")
    supply(tmp_path, "BAT0", type="Battery", present="1", energy_full="41200000", energy_full_design="57000000")
    assert power.read(tmp_path) == (Battery(41200000, 57000000, "uWh"),)


def test_a_battery_that_counts_charge_is_read(tmp_path: Path) -> None:
    supply(tmp_path, "BAT1", type="Battery", charge_full="3100000", charge_full_design="4000000")
    assert power.read(tmp_path) == (Battery(3100000, 4000000, "uAh"),)


def test_the_battery_of_a_mouse_is_not_the_laptops(tmp_path: Path) -> None:
    supply(tmp_path, "hidpp_battery_0", type="Battery", scope="Device", present="1")
    assert power.read(tmp_path) == ()


def test_an_empty_battery_bay_is_no_battery(tmp_path: Path) -> None:
    supply(tmp_path, "BAT1", type="Battery", present="0")
    assert power.read(tmp_path) == ()


def test_a_battery_that_does_not_tell_is_there_all_the_same(tmp_path: Path) -> None:
    supply(tmp_path, "BAT0", type="Battery", present="1", energy_full="41200000", energy_full_design="0")
    supply(tmp_path, "BAT1", type="Battery", present="1", energy_full="-1", energy_full_design="57000000")
    assert power.read(tmp_path) == (Battery(0, 0, ""), Battery(0, 0, ""))


def test_a_machine_without_power_supplies_has_no_battery(tmp_path: Path) -> None:
    assert power.read(tmp_path / "missing") == ()


def test_a_battery_in_use_tells_how_long_a_full_one_lasts_at_this_drain(tmp_path: Path) -> None:
    energy = {"energy_full": "48000000", "energy_full_design": "57000000", "power_now": "12000000"}
    charge = {"charge_full": "3000000", "charge_full_design": "4000000", "current_now": "-1500000"}
    supply(tmp_path, "BAT0", type="Battery", status="Discharging", **energy)
    supply(tmp_path, "BAT1", type="Battery", status="Discharging", **charge)
    assert [battery.runtime_minutes for battery in power.read(tmp_path)] == [240, 120]


def test_a_battery_that_charges_or_does_not_tell_its_drain_has_no_runtime(tmp_path: Path) -> None:
    full = {"energy_full": "48000000", "energy_full_design": "57000000"}
    supply(tmp_path, "BAT0", type="Battery", status="Charging", power_now="12000000", **full)
    supply(tmp_path, "BAT1", type="Battery", status="Discharging", power_now="0", **full)
    supply(tmp_path, "BAT2", type="Battery", status="Discharging", **full)
    assert [battery.runtime_minutes for battery in power.read(tmp_path)] == [None, None, None]
