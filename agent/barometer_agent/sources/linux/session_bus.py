"""Asking the services of a person's own desktop, on the bus of that person: sd_bus_open_user(3).

Only a process of that person reaches it. A service that does not run is not started.
"""

from collections.abc import Sequence
from typing import Any

from barometer_agent.sources.linux import system_bus
from barometer_agent.sources.linux.system_bus import AskedT

_PERSONS = "sd_bus_open_user"


def read(asked: Sequence[AskedT], library: Any = None) -> dict[AskedT, str | int]:
    """What each of ``asked`` is, in the manner of the system's bus; what is not told is left out."""
    return system_bus.read(asked, library, _PERSONS)
