"""One tray for each person: the second one finds the first one's lock, which ends with the process that holds it."""

import os
import sys
import tempfile
from pathlib import Path

_NAME = "barometer-tray.lock"
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)


def taken(folder: Path | None = None) -> int | None:
    """The open file that keeps others out until it is closed; None where another tray has it.

    ``folder`` is the person's own for what is temporary, which launchd names (confstr(3), _CS_DARWIN_USER_TEMP_DIR).
    """
    path = (folder or Path(tempfile.gettempdir())) / _NAME
    opened = os.open(path, os.O_RDWR | os.O_CREAT | _NO_LINK, 0o600)
    if _locked(opened):
        return opened
    os.close(opened)
    return None


def _locked(opened: int) -> bool:
    if sys.platform == "win32":
        return True
    else:  # noqa: RET505 - the type checker follows the platform only through a full branch
        import fcntl

        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
