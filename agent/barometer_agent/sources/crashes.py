"""Which applications crashed, as the system itself recorded it."""

import sys
from dataclasses import dataclass

from barometer_agent.sampler import Reason
from barometer_agent.sources.system import not_yet


@dataclass(frozen=True)
class Crash:
    """One crash. ``record`` names its record in the system's log; ``kind`` is a signal or an exception.

    ``application`` is the executable's own name, never its path. ``version`` is empty where none was recorded.
    """

    record: str
    at_us: int
    application: str
    kind: str
    version: str = ""


def read(after: str, since_us: int, platform: str = sys.platform) -> tuple[Crash, ...]:
    """Crashes recorded after the record ``after``, oldest first; with an empty ``after``, those since ``since_us``.

    A part of them when there are very many: the rest follows at the next reading. Where the record has vanished
    (a log that was rotated or cleared) reading goes on from the nearest one. Raises NoData where nothing records
    crashes, or where the records may not be read.
    """
    if platform == "linux":
        from barometer_agent.sources.linux import coredumps

        return coredumps.read(after, since_us)
    raise not_yet(Reason("application crashes", "crashes van programma's"), platform)
