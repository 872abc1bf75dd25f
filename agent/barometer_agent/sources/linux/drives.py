"""What UDisks2 knows of the laptop's drives, over D-Bus, and what eMMC storage tells in sysfs: without being root.

UDisks2 reads SMART as root every ten minutes and gives it to everybody: interfaces Drive.Ata (SmartFailing) and
NVMe.Controller (SmartCriticalWarning, SmartGetAttributes) of https://storaged.org/doc/udisks2-api/latest/
"""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from barometer_agent.sampler import NoData, Reason
from barometer_agent.sources.drives import Drive, is_failing
from barometer_agent.sources.linux import bus, sysfs

_SERVICE = "org.freedesktop.UDisks2"
_NVME = "org.freedesktop.UDisks2.NVMe.Controller"
_BLOCKS = Path("/sys/block")
_OUTSIDE = frozenset({"usb", "ieee1394", "sdio"})
_END_OF_LIFE = 3  # pre_eol_info: 1 normal, 2 warning, 3 urgent (JEDEC eMMC 5.0, EXT_CSD)

_NOTHING = Reason(
    "no drive tells its health: install udisks2 (2.10 or later for NVMe), which reads it as root",
    "geen schijf meldt zijn conditie: installeer udisks2 (voor NVMe 2.10 of later): dat leest ze als root",
)


def read(blocks: Path = _BLOCKS) -> tuple[Drive, ...]:
    """The internal drives that tell something. Raises NoData without any."""
    objects = bus.call(_SERVICE, "/org/freedesktop/UDisks2", "org.freedesktop.DBus.ObjectManager", "GetManagedObjects")
    told = parse(objects or {}, _percent_used)
    found = {drive.name: drive for drive in (*emmc(blocks), *told)}
    if not found:
        raise NoData(_NOTHING)
    return tuple(found[name] for name in sorted(found))


def parse(objects: Mapping[str, Any], percent_used: Callable[[str], int | None]) -> Iterable[Drive]:
    """The drives of ``GetManagedObjects`` that tell of their health; ``percent_used`` asks an NVMe drive for more."""
    names = _names(objects)
    for path, interfaces in objects.items():
        drive = interfaces.get("org.freedesktop.UDisks2.Drive")
        if drive is None or path not in names or _is_outside(drive):
            continue
        failing = _failing(interfaces)
        used = percent_used(path) if _NVME in interfaces else None
        if failing is not None or used is not None:
            yield Drive(names[path], failing, None if used is None else used * 10)


def emmc(blocks: Path = _BLOCKS) -> Iterable[Drive]:
    """eMMC storage: its life time is told in steps of a tenth, of which the upper end is taken."""
    for device in sorted(blocks.glob("mmcblk*/device")):
        estimates = [int(word, 16) for word in sysfs.text(device / "life_time").split()]
        used = max((estimate for estimate in estimates if 1 <= estimate <= 11), default=None)
        end_of_life = int(sysfs.text(device / "pre_eol_info") or "0", 16)
        failing = end_of_life >= _END_OF_LIFE if end_of_life else None
        if used is not None or failing is not None:
            yield Drive(device.parent.name, failing, None if used is None else used * 100)


def _names(objects: Mapping[str, Any]) -> dict[str, str]:
    """The short name of the whole block device of each drive, by the drive's object path."""
    found = {}
    for path, interfaces in objects.items():
        block = interfaces.get("org.freedesktop.UDisks2.Block")
        if block and "org.freedesktop.UDisks2.Partition" not in interfaces:
            found[_value(block, "Drive")] = path.rpartition("/")[2]
    return found


def _is_outside(drive: Mapping[str, Any]) -> bool:
    return bool(_value(drive, "Removable")) or _value(drive, "ConnectionBus") in _OUTSIDE


def _failing(interfaces: Mapping[str, Any]) -> bool | None:
    """The drive's own verdict; None where SMART was never read."""
    ata = interfaces.get("org.freedesktop.UDisks2.Drive.Ata", {})
    if _value(ata, "SmartUpdated"):
        return bool(_value(ata, "SmartFailing"))
    nvme = interfaces.get(_NVME, {})
    if _value(nvme, "SmartUpdated"):
        return is_failing(_value(nvme, "SmartCriticalWarning") or ())
    return None


def _percent_used(path: str) -> int | None:
    """Of the rated life of an NVMe drive (NVM Express, SMART / Health Information log); may pass 100."""
    told = bus.call(_SERVICE, path, _NVME, "SmartGetAttributes", "a{sv}", "0")
    used = _value(told, "percent_used") if isinstance(told, dict) else None
    return used if isinstance(used, int) else None


def _value(properties: Mapping[str, Any], name: str) -> Any:
    """busctl wraps each variant with its type."""
    held = properties.get(name)
    return held.get("data") if isinstance(held, dict) else held
