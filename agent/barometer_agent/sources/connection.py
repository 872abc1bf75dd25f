"""Whether and over what kind of link this laptop is connected, and how strong its Wi-Fi is. Never a network's name.

Connected is who has a default route over hardware. Neither an address tells that, which the adapters of virtual
machines and of VPNs keep when the laptop is cut off, nor the name of an interface.
"""

import sys
from dataclasses import dataclass, replace

from barometer_agent.sampler import NoData
from barometer_agent.sources import system

_STEP_DBM = 5


@dataclass(frozen=True)
class Connection:
    """The link of the default route: ``kind`` is ``wired``, ``wifi``, ``mobile`` or ``other``; "" where unknown.

    ``vpn`` says that a tunnel is in use. ``signal_dbm`` of the Wi-Fi (-120 to 0) where there is one that tells, as
    ``read`` gives it to the nearest 5 dBm: closer would tell one place from another.
    """

    kind: str
    vpn: bool
    signal_dbm: int | None = None


def read(platform: str = sys.platform) -> Connection:
    """The link at this moment. Raises NoData where there is none, or where it cannot be seen."""
    found: Connection = system.reader("connection", platform).read()
    if found.signal_dbm is None:
        return found
    return replace(found, signal_dbm=_STEP_DBM * round(found.signal_dbm / _STEP_DBM))


def is_up(platform: str = sys.platform) -> bool:
    """Whether there is a link at this moment; True where that cannot be seen, so that the targets are tried."""
    try:
        found: bool = system.reader("connection", platform).is_up()
    except NoData:
        return True
    return found
