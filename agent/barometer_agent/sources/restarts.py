"""How the system ended and started again: crashes, lost power, and restarts that somebody wanted."""

import sys
from dataclasses import dataclass

from barometer_agent.sources import system
from barometer_agent.sources.records import Records

CRASHES = frozenset({"crash", "power_loss", "unclean"})  # the reasons that count as a crash of the system


@dataclass(frozen=True)
class Restart:
    """One end of a boot. ``at_us`` is when it is known to have happened, wall clock since 1970 UTC.

    ``reason`` is ``crash`` (the system itself said so: bug check, panic), ``power_loss`` (no shutdown, and the system
    knows that it lost power or that the button was held), ``unclean`` (no shutdown, unknown why), ``update``,
    ``user`` or ``system`` (something asked for it) or ``unknown`` (a proper shutdown, nobody knows why). ``detail``
    is a code of the system (``0x0000007e``), never a text about a person.
    """

    at_us: int
    reason: str
    detail: str = ""


def read(cursor: str, since_us: int, platform: str = sys.platform) -> Records[Restart]:
    """Ends of boots recorded after ``cursor``; with an empty one, those since ``since_us``. Raises NoData."""
    found: Records[Restart] = system.reader("restarts", platform).read(cursor, since_us)
    return found
