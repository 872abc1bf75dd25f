"""The boots that a system recorded: how long, in which parts, and what held them up."""

import sys
from dataclasses import dataclass, field

from barometer_agent.sources import system
from barometer_agent.sources.records import Records


@dataclass(frozen=True)
class Culprit:
    """What held up a start: the ``name`` of a unit, service, driver, device or application; ``kind`` says which."""

    name: str
    kind: str
    us: int


@dataclass(frozen=True)
class Boot:
    """One finished boot; durations in microseconds, None or missing where the system does not tell.

    ``at_us`` is when it was finished, by the wall clock, since 1970 UTC. ``phases_us`` in the order in which they
    ran. ``culprits`` the slowest first. ``kind`` is ``cold``, ``fast_startup`` (Windows: the kernel came from disk)
    or ``hibernation``. ``after_update`` where the system knows that it was the first start after an update.
    """

    at_us: int
    total_us: int | None
    idle_us: int | None = None
    phases_us: dict[str, int] = field(default_factory=dict)
    culprits: tuple[Culprit, ...] = ()
    after_update: bool = False
    kind: str = "cold"


def read(cursor: str, since_us: int, platform: str = sys.platform) -> Records[Boot]:
    """Boots recorded after ``cursor``; with an empty one, those that finished since ``since_us`` (wall clock).

    Raises NoData while this boot still goes on, or where nothing records boots.
    """
    found: Records[Boot] = system.reader("boots", platform).read(cursor, since_us)
    return found
