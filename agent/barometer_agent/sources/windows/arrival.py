"""When the folder of a profile was made; NTFS keeps it, also over an upgrade of Windows.

Python tells it as ``st_birthtime`` from 3.12 on, and before as ``st_ctime`` (os.stat_result). ``LocalProfileLoadTime``
in the registry's ProfileList is the latest sign-in, and of no use here.
"""

import os
from datetime import UTC, datetime
from pathlib import Path


def read(home: Path) -> datetime | None:
    """Raises OSError for a folder that is not there."""
    return made(home.stat())


def made(told: os.stat_result) -> datetime:
    """What ``told`` says."""
    return datetime.fromtimestamp(getattr(told, "st_birthtime", told.st_ctime), UTC)
