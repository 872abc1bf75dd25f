"""When a folder was made: ``st_birthtime`` of stat(2), which APFS and HFS+ keep."""

import os
from datetime import UTC, datetime
from pathlib import Path


def read(home: Path) -> datetime | None:
    """None where nobody kept it. Raises OSError for a folder that is not there."""
    return made(home.stat())


def made(told: os.stat_result) -> datetime | None:
    """What ``told`` says."""
    seconds = getattr(told, "st_birthtime", None)
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
