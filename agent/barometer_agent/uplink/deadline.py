"""One end for a whole exchange: bytes that drip in keep within any timeout between two of them."""

import time
from collections.abc import Callable, Iterable
from math import inf
from ssl import SSLContext
from typing import Any

import httpcore

# A peer that takes in a few bytes at a time is looked at after each of these.
_SLICE_BYTES = 4096


class Deadline:
    """When the exchange under way must be over; never, before the first one."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._clock = clock
        self._end = inf

    def begin(self) -> None:
        """An exchange begins."""
        self._end = self._clock() + self._seconds

    def left(self, timeout: float | None = None) -> float:
        """Seconds until the end, ``timeout`` at most. Raises httpcore.ReadTimeout after it."""
        left = self._end - self._clock()
        if left <= 0:
            raise httpcore.ReadTimeout(f"the exchange was not over within {self._seconds:g} s")
        return left if timeout is None else min(left, timeout)


class BoundedBackend(httpcore.NetworkBackend):
    """Connections on which nothing waits longer than until ``deadline``."""

    def __init__(self, deadline: Deadline) -> None:
        self._deadline = deadline
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connected within what is left; each address of ``host`` may take that long."""
        stream = self._inner.connect_tcp(host, port, self._deadline.left(timeout), local_address, socket_options)
        return _BoundedStream(stream, self._deadline)


class _BoundedStream(httpcore.NetworkStream):
    def __init__(self, inner: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._inner = inner
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        for start in range(0, len(buffer), _SLICE_BYTES):
            self._inner.write(buffer[start : start + _SLICE_BYTES], self._deadline.left(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        secured = self._inner.start_tls(ssl_context, server_hostname, self._deadline.left(timeout))
        return _BoundedStream(secured, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)
