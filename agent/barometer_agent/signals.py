"""What the service is told from outside: to end, or to read its settings again.

A signal only writes its number into a socket that the service waits on (signal.set_wakeup_fd), so nothing is ever
interrupted in the middle, and the wait is the same on all systems.
"""

import errno
import select
import signal
import socket
import sys
from collections.abc import Callable
from enum import IntEnum
from types import TracebackType
from typing import Self


class Told(IntEnum):
    """What was asked for; the numbers are those of the POSIX signals."""

    RELOAD = 1
    STOP = 15


Pair = tuple[socket.socket, socket.socket]
_TRIES = 10
_ASKING_TO_STOP = frozenset({2, 15, 21})  # SIGINT, SIGTERM, and SIGBREAK of Windows


class Signals:
    """One per service. ``tell`` may be called from any thread; ``listen`` only in the main one. Raises OSError."""

    def __init__(self, make: Callable[[], Pair] = socket.socketpair) -> None:
        self._here, self._there = _own_pair(make)
        self._here.setblocking(False)
        self._there.setblocking(False)
        self._listening = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def listen(self) -> None:
        """Take this process's signals for what they mean: SIGTERM and SIGINT end, SIGHUP reads the settings again."""
        self._listening = True
        signal.set_wakeup_fd(self._there.fileno(), warn_on_full_buffer=False)
        names = ("SIGINT", "SIGBREAK") if sys.platform == "win32" else ("SIGINT", "SIGTERM", "SIGHUP")
        for name in names:
            signal.signal(getattr(signal, name), _heard)

    def tell(self, told: Told) -> None:
        """The same from within: a Windows service is told by its manager, not by signals."""
        self._there.send(bytes([told]))

    def wait(self, seconds: float) -> Told | None:
        """What was told, at the latest after ``seconds``; None when nothing was. An end goes before all else."""
        ready, _, _ = select.select([self._here], [], [], seconds)
        numbers = set(self._here.recv(4096)) if ready else set()
        if numbers & _ASKING_TO_STOP:
            return Told.STOP
        return Told.RELOAD if Told.RELOAD in numbers else None

    def close(self) -> None:
        """Hear no more; signals that still come are let pass."""
        if self._listening:
            signal.set_wakeup_fd(-1)
        self._here.close()
        self._there.close()


def _own_pair(make: Callable[[], Pair]) -> Pair:
    """Two ends of one connection.

    On Windows they meet on loopback, where another program may be faster and tell the service to end (CVE-2024-3219).
    """
    for _ in range(_TRIES):
        here, there = make()
        if _meet(here, there):
            return here, there
        here.close()
        there.close()
    told = "another program takes the service's own sockets: restart the laptop, and tell your IT when it comes back"
    raise ConnectionAbortedError(errno.ECONNABORTED, told)


def _meet(here: socket.socket, there: socket.socket) -> bool:
    try:
        return bool(here.getsockname() == there.getpeername() and there.getsockname() == here.getpeername())
    except OSError:  # the one whose other end somebody else has was not taken in
        return False


def _heard(_number: int, _frame: object) -> None:
    """What it means is read from the socket."""
