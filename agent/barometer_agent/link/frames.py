"""Lines of JSON over a socket or a pipe, of bounded length and within a bounded time."""

import time
from collections.abc import Callable
from typing import Protocol


class FrameError(Exception):
    """The other side broke the rules of the link, or is gone."""


class Connection(Protocol):
    """What a connected socket can, and a pipe of Windows. All raise OSError."""

    def settimeout(self, seconds: float, /) -> None: ...
    def recv(self, most: int, /) -> bytes: ...
    def sendall(self, data: bytes, /) -> None: ...
    def close(self) -> None: ...


class Frames:
    """Reads and writes whole lines. All of one ``receive`` or ``send`` is done within ``seconds``."""

    def __init__(
        self, connection: Connection, limit: int, seconds: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._connection = connection
        self._limit = limit
        self._seconds = seconds
        self._clock = clock
        self._rest = bytearray()

    def receive(self, first_within: float | None = None) -> bytes | None:
        """The next line without its end; None when the other side has closed. Raises FrameError.

        Its first bytes must be there within ``first_within`` seconds, where that is given.
        """
        began = self._clock()
        deadline = began + self._seconds
        if first_within is not None and not self._rest:
            self._rest += self._read(min(deadline, began + first_within))
            if not self._rest:
                return None
        while (end := self._rest.find(b"\n")) < 0:
            if len(self._rest) > self._limit:
                raise FrameError(f"a line of the link is longer than {self._limit} bytes")
            part = self._read(deadline)
            if not part:
                if self._rest:
                    raise FrameError("the link was closed in the middle of a line")
                return None
            self._rest += part
        line = bytes(self._rest[:end])
        del self._rest[: end + 1]
        return line

    def send(self, line: bytes) -> None:
        """One line. Raises FrameError."""
        try:
            self._connection.settimeout(self._seconds)
            self._connection.sendall(line + b"\n")
        except OSError as error:
            raise FrameError(f"the other side of the link is gone: {error}") from error

    def _read(self, deadline: float) -> bytes:
        left = deadline - self._clock()
        if left <= 0:
            raise FrameError("nothing came over the link in time")
        try:
            self._connection.settimeout(left)
            return self._connection.recv(65536)
        except OSError as error:
            raise FrameError(f"the link broke: {error}") from error
