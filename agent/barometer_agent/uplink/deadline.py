"""One end for a whole exchange: bytes that drip in keep within any timeout between two of them.

And no more work than an honest server makes: interim replies without end, or a byte at a time, keep a core busy.
"""

import socket
import time
from collections.abc import Callable, Iterable, Sequence
from itertools import chain, zip_longest
from math import inf
from ssl import SSLContext
from typing import Any

import httpcore

# A peer that takes in a few bytes at a time is looked at after each of these.
_SLICE_BYTES = 4096
# A megabyte in the smallest packets that are usual (536 bytes) takes 2,000 reads.
MOST_READS = 4096
# Headers and all replies before the one that counts (100 Continue); httpcore takes 100 kB of headers at most, and reads
# up to 64 kB at once, into the body.
MOST_BYTES_BEFORE_REPLY = 256 * 1024
MOST_ADDRESSES = 4


class Deadline:
    """When the exchange under way must be over; never, before the first one."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._clock = clock
        self._end = inf
        self._reads = 0
        self._bytes_before_reply = 0
        self._replied = False

    def begin(self) -> None:
        """An exchange begins."""
        self._end = self._clock() + self._seconds
        self._reads = 0
        self._bytes_before_reply = 0
        self._replied = False

    def replied(self) -> None:
        """The headers of the reply are here."""
        self._replied = True

    def came(self, count: int) -> None:
        """So many bytes were read. Raises httpcore.RemoteProtocolError where no honest reply takes as much."""
        self._reads += 1
        self._bytes_before_reply += 0 if self._replied else count
        if self._reads > MOST_READS:
            raise httpcore.RemoteProtocolError(f"the reply came in more than {MOST_READS} pieces")
        if self._bytes_before_reply > MOST_BYTES_BEFORE_REPLY:
            raise httpcore.RemoteProtocolError(f"no reply within {MOST_BYTES_BEFORE_REPLY} bytes")

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
        """Connected to the first of a few addresses of ``host`` that answers, all within what is left."""
        failure: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in _addresses(host, port):
            within = self._deadline.left(timeout)
            try:
                stream = self._inner.connect_tcp(address, port, within, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _BoundedStream(stream, self._deadline)
        raise failure


def _addresses(host: str, port: int) -> Sequence[str]:
    """A few, of both families in turn, the one that the system prefers first. Raises httpcore.ConnectError."""
    try:
        answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise httpcore.ConnectError(str(error)) from error
    families = dict.fromkeys(family for family, *_ in answers)
    in_turn = zip_longest(*([str(to[0]) for number, _, _, _, to in answers if number == family] for family in families))
    return [address for address in chain.from_iterable(in_turn) if address is not None][:MOST_ADDRESSES]


class _BoundedStream(httpcore.NetworkStream):
    def __init__(self, inner: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._inner = inner
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        data = self._inner.read(max_bytes, self._deadline.left(timeout))
        self._deadline.came(len(data))
        return data

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
