"""What the internal drives of a Mac say of their health.

Source: diskutil(8) with ``-plist``: ``SMARTStatus``, and for NVMe the fields of its health log, under a key whose name
says that they may vary. ``PERCENTAGE_USED`` is the vendor's estimate of the life that is used (NVM Express Base
Specification, SMART / Health Information) and may pass 100. No rights are needed. What it says changes over months, so
that it is asked once a day.
"""

import functools
import re
from typing import Any

from barometer_agent.sampler import NoData, Reason
from barometer_agent.sources.drives import Drive
from barometer_agent.sources.macos import programs, property_list
from barometer_agent.sources.macos.kept import Kept

_VERDICTS = {"verified": False, "failing": True, "about to fail": True}
_WHOLE_DISK = re.compile(r"disk\d{1,4}")
_LARGEST_PERCENT = 255  # one byte
_TIMEOUT_SECONDS = 30.0
KEPT_SECONDS = 86_400.0

_SILENT = Reason(
    "the drives of this Mac tell nothing of their health", "de schijven van deze Mac zeggen niets over hun conditie"
)


def read(kept: Kept[tuple[Drive, ...]] | None = None) -> tuple[Drive, ...]:
    """The internal drives that tell something, as they did at most KEPT_SECONDS ago. Raises NoData where none does."""
    return (kept or _daily()).of("internal", ask)


def ask() -> tuple[Drive, ...]:
    """The same, of this moment."""
    told = programs.answer("diskutil", "list", "-plist", "internal", "physical", timeout_seconds=_TIMEOUT_SECONDS)
    found = [_asked(name) for name in names(property_list.parse(told, "diskutil"))]
    drives = tuple(drive for drive in found if drive)
    if not drives:
        raise NoData(_SILENT)
    return drives


def names(told: Any) -> list[str]:
    """The whole disks in what ``diskutil list -plist`` gives."""
    disks = told.get("WholeDisks") if isinstance(told, dict) else None
    listed = disks if isinstance(disks, list) else []
    return [name for name in listed if isinstance(name, str) and _WHOLE_DISK.fullmatch(name)]


def drive_of(name: str, told: Any) -> Drive | None:
    """The drive ``name`` in what ``diskutil info -plist`` gives; None where it tells nothing."""
    if not isinstance(told, dict) or told.get("VirtualOrPhysical") == "Virtual":
        return None
    failing = _VERDICTS.get(str(told.get("SMARTStatus")).lower())
    health = told.get("SMARTDeviceSpecificKeysMayVaryNotGuaranteed")
    percent = property_list.number(health.get("PERCENTAGE_USED")) if isinstance(health, dict) else None
    wear = percent * 10 if percent is not None and 0 <= percent <= _LARGEST_PERCENT else None
    return Drive(name, failing, wear) if failing is not None or wear is not None else None


def _asked(name: str) -> Drive | None:
    try:
        told = programs.answer("diskutil", "info", "-plist", name, timeout_seconds=_TIMEOUT_SECONDS)
        return drive_of(name, property_list.parse(told, "diskutil"))
    except NoData:  # one drive that does not answer hides no other
        return None


@functools.cache
def _daily() -> Kept[tuple[Drive, ...]]:
    return Kept(KEPT_SECONDS)
