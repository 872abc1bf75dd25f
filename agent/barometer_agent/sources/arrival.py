"""Since when a person's account is on this laptop: when the folder that is its home was made here.

Read by a process of that person and told to the service. Not the time of the files in it: what a new home is filled
with keeps the dates of the template.
"""

import sys
from datetime import datetime
from pathlib import Path

from barometer_agent.sampler import NoData
from barometer_agent.sources import system


def read(home: Path, platform: str = sys.platform) -> datetime | None:
    """The moment (aware), as the file system kept it, however odd; None where it keeps none."""
    try:
        found: datetime | None = system.reader("arrival", platform).read(home)
    except (NoData, OSError, OverflowError, ValueError):
        return None
    return found


def of_this_account() -> datetime | None:
    """The same of the account that asks; None where it has no home."""
    try:
        return read(Path.home())
    except RuntimeError:
        return None
