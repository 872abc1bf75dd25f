"""What the laptop should be spared now: its battery, or a connection that is paid for by the megabyte."""

import sys
from dataclasses import dataclass

from barometer_agent.sampler import NoData
from barometer_agent.sources import system


@dataclass(frozen=True)
class Limits:
    """False where the system does not tell."""

    battery_saver: bool = False
    metered: bool = False


def read(platform: str = sys.platform) -> Limits:
    """The limits of this moment. Never raises: what cannot be seen limits nothing."""
    try:
        found: Limits = system.reader("limits", platform).read()
    except (NoData, OSError, ValueError):
        return Limits()
    return found
