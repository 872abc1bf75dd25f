"""What is in a folder outlives a power cut."""

import os
import sys
from pathlib import Path


def sync_folder(folder: Path) -> None:
    """Make durable what was created, renamed and removed in it.

    Windows has no such call: there it is journalled by NTFS.
    """
    if sys.platform != "win32":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
