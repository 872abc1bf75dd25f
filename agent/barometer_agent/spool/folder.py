"""The spool's folder: made for its owner, and locked for one service."""

import contextlib
import os
import sys
from pathlib import Path
from typing import IO

from barometer_agent.spool.errors import SpoolBusyError, SpoolError

LOCK = "spool.lock"
_BEYOND_BYTES = 4096


def make(folder: Path) -> None:
    """The data folder. Others may pass through it to the socket; the files in it are for its owner alone."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if sys.platform != "win32" and folder.stat().st_uid == os.geteuid():
            folder.chmod(0o711)
        (folder / LOCK).touch(mode=0o600)
    except OSError as error:
        raise SpoolError("spool.not_writable", folder=folder, reason=error.strerror) from error


def lock(folder: Path) -> IO[str]:
    """Hold the folder for this process until the returned file is closed. Raises SpoolBusyError."""
    try:
        file = (folder / LOCK).open("r+", encoding="ascii")
    except OSError as error:
        raise SpoolError("spool.not_writable", folder=folder, reason=error.strerror) from error
    try:
        _hold(file)
    except OSError as error:
        file.seek(0)
        owner = file.read(20).strip() or "?"
        file.close()
        raise SpoolBusyError("spool.busy", folder=folder, process=owner) from error
    with contextlib.suppress(OSError):  # a full disk: the lock holds, only its owner's number is not told
        file.seek(0)
        file.truncate(0)
        os.write(file.fileno(), f"{os.getpid()}\n".encode())
    return file


def sync(folder: Path) -> None:
    """Make what was created, renamed and removed in ``folder`` durable, where the system has a way to say so."""
    if sys.platform != "win32":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _hold(file: IO[str]) -> None:
    if sys.platform == "win32":
        import msvcrt

        file.seek(_BEYOND_BYTES)  # Windows locks bytes, and the number in front must stay readable
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
