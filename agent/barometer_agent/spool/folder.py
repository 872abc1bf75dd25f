"""The spool's folder: made for its owner, and locked for one service."""

import contextlib
import errno
import os
import stat
import sys
from pathlib import Path

from barometer_agent import ownership
from barometer_agent.spool.errors import SpoolBusyError, SpoolError

LOCK = "spool.lock"
_BEYOND_BYTES = 4096
_BLOCK_BYTES = 4096
_RIGHTS = 0o711
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)  # Windows has none, and links there take rights
_NO_ROOM = {errno.EROFS, errno.ENOSPC, errno.EDQUOT} if sys.platform != "win32" else set()  # there no folder is opened


def make(folder: Path) -> None:
    """The data folder. Others may pass through it to the socket; the files in it are for its owner alone."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if sys.platform != "win32":
            told = folder.stat()
            if told.st_uid == os.geteuid() and stat.S_IMODE(told.st_mode) != _RIGHTS:
                folder.chmod(_RIGHTS)
    except OSError as error:
        if error.errno != errno.EROFS or not folder.is_dir():
            raise SpoolError("spool.not_writable", folder=folder, reason=error.strerror) from error


def try_out(folder: Path) -> None:
    """Raises SpoolError where nothing can be written in ``folder``; leaves nothing there."""
    import tempfile  # the service has no use for it

    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(bytes(_BLOCK_BYTES))
    except OSError as error:
        raise SpoolError("spool.not_writable", folder=folder, reason=error.strerror) from error


class Lock:
    """Holds a folder until it is closed, or the process ends."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def close(self) -> None:
        """Let go of the folder."""
        os.close(self._descriptor)


def lock(folder: Path) -> Lock:
    """Hold the folder for this process. Raises SpoolBusyError where another one does, SpoolError where none can."""
    try:
        descriptor = _opened(folder)
    except OSError as error:
        if other := ownership.of_another(folder / LOCK):
            raise SpoolError("spool.of_another", path=folder / LOCK, **other) from error
        raise SpoolError("spool.not_writable", folder=folder, reason=error.strerror) from error
    try:
        _hold(descriptor)
    except OSError as error:
        owner = _number(descriptor)
        os.close(descriptor)
        raise SpoolBusyError("spool.busy", folder=folder, process=owner) from error
    with contextlib.suppress(OSError):  # a full disk: the lock holds, only its owner's number is not told
        os.ftruncate(descriptor, 0)
        os.lseek(descriptor, 0, os.SEEK_SET)
        os.write(descriptor, f"{os.getpid()}\n".encode())
    return Lock(descriptor)


def touch(path: Path) -> None:
    """A file of the folder is there from now on, its owner's. Raises OSError where the disk cannot be written."""
    if path.exists():
        path.touch()  # opening and closing it would drop the locks that SQLite has on it
    else:
        os.close(_made(path))


def _opened(folder: Path) -> int:
    """What is locked: the file, made where there is none. Where it cannot be written or made, reading it does.

    Without a file the folder itself is locked: on a full disk, or one that can only be read, nobody makes the file.
    """
    path = folder / LOCK
    try:
        return _made(path)
    except OSError as error:
        if error.errno not in _NO_ROOM:
            raise
        return os.open(path if path.exists() else folder, os.O_RDONLY)


def _made(path: Path) -> int:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | _NO_LINK, 0o600)
    ownership.hand_over(descriptor, path.parent)
    return descriptor


def _number(descriptor: int) -> str:
    """Of the process that holds it, as far as that could write it down."""
    try:
        os.lseek(descriptor, 0, os.SEEK_SET)
        return os.read(descriptor, 20).decode("ascii", "replace").strip() or "?"
    except OSError:
        return "?"


def _hold(descriptor: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        os.lseek(descriptor, _BEYOND_BYTES, os.SEEK_SET)  # it locks bytes; the number in front must stay readable
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
