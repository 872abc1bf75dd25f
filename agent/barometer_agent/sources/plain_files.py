"""Reading a file in a folder where anybody may put one, by an agent that may be root.

A link is not followed: it would lead to what its owner may not read. A pipe is not waited for, nor a device.
"""

import os
import stat
from dataclasses import dataclass
from pathlib import Path

_PLAIN = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


@dataclass(frozen=True)
class About:
    """When a plain file was written, since 1970 UTC, and the number of the account that owns it."""

    written_ns: int
    owner: int


def about(path: Path) -> About | None:
    """What is known of the file itself; None where it is gone, may not be seen, or is a link or anything else."""
    try:
        told = path.lstat()
    except (OSError, ValueError):
        return None
    return About(told.st_mtime_ns, told.st_uid) if stat.S_ISREG(told.st_mode) else None


def head(path: Path, most_bytes: int) -> str | None:
    """The first ``most_bytes`` as text; None where it is gone, may not be read, or is no plain file."""
    try:
        descriptor = os.open(path, _PLAIN)
    except OSError:
        return None
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            return None
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            return file.read(most_bytes).decode("utf-8", "replace")
    except OSError:  # a disk that cannot read it
        return None
    finally:
        os.close(descriptor)
