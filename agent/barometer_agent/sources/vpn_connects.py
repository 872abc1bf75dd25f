"""How long a VPN took to connect, and why it failed. Never its name, its server or its user."""

import sys
from dataclasses import dataclass

from barometer_agent.sources import system
from barometer_agent.sources.records import Records


@dataclass(frozen=True)
class VpnConnect:
    """One attempt, which ended at ``at_us`` by the wall clock; one that somebody broke off is none.

    ``total_us`` in microseconds until it stood, None where it failed. ``failure`` is then why: a number of the system's
    own, or one of sign_in, connect, ip_config, timeout, unknown.
    """

    at_us: int
    total_us: int | None
    failure: str = ""


def read(cursor: str, since_us: int, platform: str = sys.platform) -> Records[VpnConnect]:
    """Attempts recorded after ``cursor``; with an empty one, those since ``since_us``. Raises NoData."""
    found: Records[VpnConnect] = system.reader("vpn_connects", platform).read(cursor, since_us)
    return found
