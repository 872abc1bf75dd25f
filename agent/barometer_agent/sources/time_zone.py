"""How far local time is from UTC, as the system has it now: people travel, and clocks change twice a year."""

import sys
import time
from datetime import datetime

from barometer_agent.sampler import NoData


def offset_minutes(now: datetime) -> int:
    """Minutes that local time is ahead of UTC at ``now``, which is aware and of this moment."""
    if sys.platform != "win32":
        time.tzset()  # else the zone in which the service was started would hold for ever
        return _by_library(now)
    else:  # noqa: RET505 - the type checker follows the platform only through a full branch
        from barometer_agent.sources.windows import time_zone

        try:
            return time_zone.offset_minutes()  # its C library knows the zone in which the process was started alone
        except NoData:
            return _by_library(now)


def _by_library(now: datetime) -> int:
    offset = now.astimezone().utcoffset()
    return round(offset.total_seconds() / 60) if offset else 0
