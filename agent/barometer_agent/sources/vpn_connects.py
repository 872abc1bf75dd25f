"""How long a VPN took to connect. Never its name, its server or its user."""

import sys
from dataclasses import dataclass

from barometer_agent.sources import system
from barometer_agent.sources.records import Records


@dataclass(frozen=True)
class VpnConnect:
    """One attempt; ``total_us`` in microseconds until it stood, None where it failed. ``at_us`` its end, wall clock."""

    at_us: int
    total_us: int | None


def read(cursor: str, since_us: int, platform: str = sys.platform) -> Records[VpnConnect]:
    """Attempts recorded after ``cursor``; with an empty one, those since ``since_us``. Raises NoData."""
    found: Records[VpnConnect] = system.reader("vpn_connects", platform).read(cursor, since_us)
    return found
