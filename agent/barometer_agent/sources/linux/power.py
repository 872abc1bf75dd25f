"""Batteries in sysfs: https://www.kernel.org/doc/Documentation/ABI/testing/sysfs-class-power"""

from pathlib import Path

from barometer_agent.sources.linux import sysfs
from barometer_agent.sources.power import Battery

FOLDER = Path("/sys/class/power_supply")


def read(folder: Path = FOLDER) -> tuple[Battery, ...]:
    """The batteries that power this machine; not those of a mouse or a phone (scope ``Device``)."""
    return tuple(map(_battery, supplies(folder)))


def supplies(folder: Path = FOLDER) -> tuple[Path, ...]:
    """The folder of each of these."""
    try:
        found = sorted(folder.iterdir())
    except OSError:
        return ()
    return tuple(supply for supply in found if _powers_the_machine(supply))


def _powers_the_machine(supply: Path) -> bool:
    if sysfs.text(supply / "type") != "Battery":
        return False
    return sysfs.text(supply / "scope") != "Device" and sysfs.text(supply / "present") != "0"


def _battery(supply: Path) -> Battery:
    """Energy where the driver gives it, else charge; some drivers give the one, some the other."""
    for quantity, unit in (("energy", "uWh"), ("charge", "uAh")):
        full, design = _amount(supply / f"{quantity}_full"), _amount(supply / f"{quantity}_full_design")
        if full > 0 and design > 0:
            drain = _amount(supply / ("power_now" if quantity == "energy" else "current_now"))
            return Battery(full, design, unit, _runtime_minutes(supply, full, drain))
    return Battery(0, 0, "")


def _runtime_minutes(supply: Path, full: int, drain: int) -> int | None:
    """``drain`` in the unit of ``full`` per hour; some drivers give it with a minus while discharging."""
    if sysfs.text(supply / "status") != "Discharging" or not drain:
        return None
    return full * 60 // abs(drain)


def _amount(path: Path) -> int:
    return sysfs.number(path) or 0
