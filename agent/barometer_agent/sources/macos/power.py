"""The battery of a Mac.

Source: the driver AppleSmartBattery in the I/O registry; Apple documents its keys nowhere but in IOPM.h and in the
sources of its power management. Capacities in mAh. ``MaxCapacity`` is one too on Intel, and always 100 (percent) on
Apple silicon; macOS 27 moved the capacities into ``BatteryData``. Currents are mA, negative while discharging, and
are printed as unsigned 64-bit numbers by some versions, as 16-bit ones by very old ones.
"""

from typing import Any

from barometer_agent.sampler import NoData
from barometer_agent.sources.macos import property_list, registry
from barometer_agent.sources.power import NO_BATTERY, Battery
from barometer_shared.samples import GapKind

_UAH_PER_MAH = 1000
_PERCENT = 100
_LONGEST_MINUTES = 10_000  # a drain so small is rest, or a value that was not measured


def read() -> tuple[Battery, ...]:
    """The Mac's own battery. Raises NoData without one."""
    found = parse(registry.entries("-r", "-d", "1", "-n", "AppleSmartBattery"))
    if not found:
        raise NoData(NO_BATTERY, GapKind.NOT_APPLICABLE)
    return found


def parse(entries: list[dict[str, Any]]) -> tuple[Battery, ...]:
    """The batteries among the ``entries`` of the registry."""
    installed = (entry for entry in entries if entry.get("BatteryInstalled", True) is not False)
    return tuple(_battery(entry) for entry in installed if "DesignCapacity" in entry or "BatteryData" in entry)


def _battery(entry: dict[str, Any]) -> Battery:
    full, design = _full(entry), _positive(entry, "DesignCapacity")
    if not full or not design:
        return Battery(0, 0, "uAh")
    return Battery(full * _UAH_PER_MAH, design * _UAH_PER_MAH, "uAh", _runtime_minutes(entry, full))


def _full(entry: dict[str, Any]) -> int:
    maximum = _positive(entry, "MaxCapacity")
    return (
        _positive(entry, "AppleRawMaxCapacity")
        or _positive(entry, "FullChargeCapacity")
        or (maximum if maximum > _PERCENT else 0)
        or _positive(entry, "NominalChargeCapacity")
    )


def _positive(entry: dict[str, Any], key: str) -> int:
    """The value of ``key``, in the entry itself or in its ``BatteryData``; 0 where neither tells."""
    inner = entry.get("BatteryData")
    values = (entry.get(key), inner.get(key) if isinstance(inner, dict) else None)
    return next((value for value in map(property_list.number, values) if value is not None and value > 0), 0)


def _runtime_minutes(entry: dict[str, Any], full: int) -> int | None:
    drain = -signed(
        property_list.number(entry.get("Amperage")) or property_list.number(entry.get("InstantAmperage")) or 0
    )
    if entry.get("ExternalConnected") or entry.get("IsCharging") or drain <= 0:
        return None
    minutes = full * 60 // drain
    return minutes if minutes <= _LONGEST_MINUTES else None


def signed(value: int) -> int:
    """A current that was printed as an unsigned number of 64 or 16 bits; no battery gives more than 32 A."""
    if value >= 1 << 63:
        return value - (1 << 64)
    return value - (1 << 16) if 1 << 15 <= value < 1 << 16 else value
