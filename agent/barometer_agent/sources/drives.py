"""What the laptop's own drives say of their health."""

import sys
from dataclasses import dataclass

from barometer_agent.sources import system


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
