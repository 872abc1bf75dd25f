"""Which applications crashed or hung, as the system itself recorded it."""

import sys
from dataclasses import dataclass

from barometer_agent.sources import system
from barometer_agent.sources.records import Records


@dataclass(frozen=True)
class Crash:
    """One crash, or one hang where ``hang`` says so. ``at_us`` is when, by the wall clock, since 1970 UTC.

    ``application`` is the executable's own name, never its path. ``kind`` is a signal (``SIGSEGV``) or the code of an
    exception (``0xc0000005``). ``version`` is empty where none was recorded.
    """

    at_us: int
    application: str
    kind: str
    version: str = ""
    hang: bool = False


def read(cursor: str, since_us: int, platform: str = sys.platform) -> Records[Crash]:
    """Crashes recorded after ``cursor``; with an empty one, those since ``since_us``.

    Where the record of the cursor has vanished (a log that was rotated or cleared), those since ``since_us`` follow.
    Raises NoData where nothing records crashes, or where the records may not be read.
    """
    found: Records[Crash] = system.reader("crashes", platform).read(cursor, since_us)
    return found
