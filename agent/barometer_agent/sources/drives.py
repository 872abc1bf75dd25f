"""What the laptop's own drives say of their health."""

import sys
from collections.abc import Iterable
from dataclasses import dataclass

from barometer_agent.sources import system

# The bits of Critical Warning (NVM Express Base Specification, SMART / Health Information log), by the names that
# UDisks2 gives them; a bit without a name here is a warning too.
_WARNINGS = ("spare", "temperature", "degraded", "readonly", "volatile_mem", "pmr_readonly")
_PASSING = frozenset({"temperature"})  # too warm or too cold at this moment


@dataclass(frozen=True)
class Drive:
    """``name`` is the system's short name (``nvme0n1``, ``PhysicalDrive0``, ``disk0``), never a serial number.

    ``failing`` is the drive's own SMART verdict; ``wear_permille`` the share of its rated life that is used, which
    may pass 1000. None where it does not tell.
    """

    name: str
    failing: bool | None
    wear_permille: int | None = None


def read(platform: str = sys.platform) -> tuple[Drive, ...]:
    """The internal drives that tell something, at least one. Raises NoData, saying what it would need."""
    found: tuple[Drive, ...] = system.reader("drives", platform).read()
    return found


def nvme_warnings(critical: int) -> list[str]:
    """The names of the warnings in the byte that an NVMe drive tells them with."""
    return [name for bit, name in enumerate((*_WARNINGS, "reserved", "reserved")) if critical >> bit & 1]


def is_failing(warned: Iterable[str]) -> bool:
    """Whether an NVMe drive that warns of this is failing: what passes by itself, its temperature, is no sign of it."""
    return any(name not in _PASSING for name in warned)
