"""What the kernel says in a file of ``/proc`` or ``/sys``."""

import os
from pathlib import Path

_MOST_AT_ONCE = 65_536


def text(path: Path) -> str:
    """All of it. Raises OSError.

    Some twenty of these are read each minute. ``Path.read_text`` asks the system eight times for each of them, and
    takes twice as long: it wants to know whether the file is a terminal, how long it is and where in it it stands.
    """
    descriptor = os.open(path, os.O_RDONLY)
    try:
        told = b""
        while part := os.read(descriptor, _MOST_AT_ONCE):
            told += part
    finally:
        os.close(descriptor)
    return told.decode("utf-8", "replace")
