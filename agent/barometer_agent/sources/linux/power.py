"""Batteries in sysfs: https://www.kernel.org/doc/Documentation/ABI/testing/sysfs-class-power"""

from pathlib import Path

from barometer_agent.sources.power import Battery

_FOLDER = Path("/sys/class/power_supply")


def read(folder: Path = _FOLDER) -> tuple[Battery, ...]:
    """The batteries that power this machine; not those of a mouse or a phone (scope ``Device``)."""
    try:
        supplies = sorted(folder.iterdir())
    except OSError:
        return ()
    return tuple(_battery(supply) for supply in supplies if _powers_the_machine(supply))


def _powers_the_machine(supply: Path) -> bool:
    if _text(supply / "type") != "Battery":
        return False
    return _text(supply / "scope") != "Device" and _text(supply / "present") != "0"


def _battery(supply: Path) -> Battery:
    """Energy where the driver gives it, else charge; some drivers give the one, some the other."""
    for quantity, unit in (("energy", "uWh"), ("charge", "uAh")):
        full, design = _number(supply / f"{quantity}_full"), _number(supply / f"{quantity}_full_design")
        if full and design:
            return Battery(full, design, unit)
    return Battery(0, 0, "")


def _number(path: Path) -> int:
    text = _text(path)
    return int(text) if text.isascii() and text.isdigit() else 0


def _text(path: Path) -> str:
    try:
        return path.read_text().strip()
    except OSError:  # a driver that cannot tell now gives ENODEV or EIO
        return ""
