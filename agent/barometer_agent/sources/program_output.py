"""Listening to a program while it speaks: what it says is kept within limits, and it is not waited for without end."""

import os
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from subprocess import Popen

_MOST_ERRORS_BYTES = 64 << 10
_AT_ONCE = 1 << 16

Wanted = Callable[[bytes], bool]


class TooMuchError(Exception):
    """A program said more than there is room for."""


class Kept:
    """What is kept of a text that comes in parts: all of it, or its ``wanted`` lines, up to ``most`` bytes."""

    def __init__(self, most: int, wanted: Wanted | None = None) -> None:
        self._most = most
        self._wanted = wanted
        self._text = bytearray()
        self._line = b""

    def add(self, part: bytes) -> bool:
        """False where this or an earlier part did not fit; its beginning is kept."""
        if self._wanted is None:
            self._text += part[: self._most - len(self._text) + 1]
        else:
            *lines, self._line = (self._line + part).split(b"\n")
            for line in filter(self._wanted, lines):
                self._text += line + b"\n"
        return len(self._text) + len(self._line) <= self._most

    def text(self) -> str:
        """All that was kept; at the end of it the line that nothing ended."""
        if self._line and self._wanted is not None and self._wanted(self._line):
            self._text += self._line
        self._line = b""
        return self._text[: self._most].decode("utf-8", "replace")


def listen(
    child: "Popen[bytes]", timeout_seconds: float, most_bytes: int, wanted: Wanted | None = None
) -> tuple[str, str]:
    """What ``child`` says and what it complains of (the beginning of that), until it has ended.

    Raises TooMuchError where it says more than ``most_bytes``, and TimeoutExpired of subprocess; then it still runs.
    """
    import selectors
    import subprocess

    deadline = time.monotonic() + timeout_seconds
    said, complaints = Kept(most_bytes, wanted), Kept(_MOST_ERRORS_BYTES)
    with selectors.DefaultSelector() as speaking:
        for pipe, kept in ((child.stdout, said), (child.stderr, complaints)):
            if pipe is not None:
                speaking.register(pipe, selectors.EVENT_READ, kept)
        while speaking.get_map():
            left = deadline - time.monotonic()
            if left <= 0:
                raise subprocess.TimeoutExpired(child.args, timeout_seconds)
            for key, _ in speaking.select(left):
                part = os.read(key.fd, _AT_ONCE)
                if not part:
                    speaking.unregister(key.fileobj)
                elif not key.data.add(part) and key.data is said:
                    raise TooMuchError
    child.wait(max(0.0, deadline - time.monotonic()))
    return said.text(), complaints.text()
