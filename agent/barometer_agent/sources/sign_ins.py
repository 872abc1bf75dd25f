"""The sign-ins that a system recorded: from a person's password to a desktop that responds."""

import sys
from dataclasses import dataclass, field

from barometer_agent.sources import system
from barometer_agent.sources.records import Records


@dataclass(frozen=True)
class SignIn:
    """One sign-in; durations in microseconds. ``at_us`` is when the desktop was there, wall clock since 1970 UTC.

    ``total_us`` is None, and ``at_us`` the end of its last known part, where the system does not tell of the desktop.
    ``phases_us`` in the order in which they ran (``profile``, ``policy``, ``desktop``, ...). Never who signed in.
    """

    at_us: int
    total_us: int | None
    phases_us: dict[str, int] = field(default_factory=dict)


def read(cursor: str, since_us: int, platform: str = sys.platform) -> Records[SignIn]:
    """Sign-ins recorded after ``cursor``; with an empty one, those since ``since_us``. Raises NoData."""
    found: Records[SignIn] = system.reader("sign_ins", platform).read(cursor, since_us)
    return found
