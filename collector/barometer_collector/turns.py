"""Whose turn it is to write, among the processes and threads on one SQLite file: in the order in which they came.

SQLite lets whoever waits look again after a sleep, which doubles up to a tenth of a second, so that a process that
writes one transaction after another keeps the others out. Here nobody gets a second turn before the one that waits.
"""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_LOOK_SECONDS = 0.0005


class NoTurnError(Exception):
    """It was not our turn within the time we had, or the files of the locks cannot be opened."""


@contextmanager
def turn(database_file: Path, patience_seconds: float) -> Iterator[None]:
    """Ours alone until it is over. Raises NoTurnError, also when others take longer than ``patience_seconds``.

    Two locks, as at a counter with one place to wait: who waits has the first, and leaves it for the next on getting
    the second. Both end with the process. They lie beside the database, as files that stay.
    """
    until = time.monotonic() + patience_seconds
    with _locked(database_file.with_suffix(".turn"), until, waits_in=database_file.with_suffix(".next")):
        yield


@contextmanager
def _locked(path: Path, until: float, waits_in: Path) -> Iterator[None]:
    place = _wait_for(waits_in, until)
    try:
        held = _wait_for(path, until)
    finally:
        os.close(place)
    try:
        yield
    finally:
        os.close(held)


def _wait_for(path: Path, until: float) -> int:
    """A descriptor that holds the lock of ``path`` until it is closed."""
    try:
        held = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
    except OSError as error:
        raise NoTurnError(f"{path} cannot be written: {error.strerror}") from error
    while not _try_lock(held):
        if time.monotonic() > until:
            os.close(held)
            raise NoTurnError("database is locked: others have been writing for too long")
        time.sleep(_LOOK_SECONDS)
    return held


def _try_lock(descriptor: int) -> bool:
    try:
        if sys.platform == "win32":
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
