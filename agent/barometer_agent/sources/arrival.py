"""Since when a person's account is on this laptop: when the folder that is its home was made here.

Read by a process of that person and told to the service. Not the time of the files in it: what a new home is filled
with keeps the dates of the template.
"""

import sys
from datetime import datetime
from pathlib import Path

from barometer_agent.sampler import NoData
from barometer_agent.sources import system


def read(home: Path | None = None, platform: str = sys.platform) -> datetime | None:
    """The moment (aware), as the file system kept it, however odd; None where it keeps none.

    ``home`` is that of this account, unless given.
    """
    try:
        found: datetime | None = system.reader("arrival", platform).read(Path.home() if home is None else home)
    except (NoData, OSError, OverflowError, RuntimeError, ValueError):
        return None
    return found
