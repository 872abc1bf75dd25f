"""HTTP connections within their limits: how long a request may take to arrive, and how much of it is held.

uvicorn and httptools leave both to a proxy, and there need not be one.
"""

import asyncio
import sys
from contextlib import suppress
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

MAX_CONNECTIONS = 10_000  # beyond these requests are told 503
HEAD_SECONDS = 15.0  # from the connection, or the first byte of the next request, to the end of its headers
REQUEST_SECONDS = 90.0  # to its last byte: the largest body over the slowest line that a laptop is of use on
MAX_HEAD_BYTES = 32 << 10
MAX_HEADERS = 100
_TOO_MANY = MAX_CONNECTIONS + MAX_CONNECTIONS // 5  # beyond these nobody is even listened to
_OPEN_FILES = _TOO_MANY + 500


def allow_open_files() -> None:
    """As many as the connections may need, as far as this process may allow itself; most systems begin with 1,024."""
    if sys.platform != "win32":
        import resource  # Windows has none

        limit, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = _OPEN_FILES if most == resource.RLIM_INFINITY else min(_OPEN_FILES, most)
        if limit != resource.RLIM_INFINITY and limit < wanted:
            with suppress(ValueError, OSError):  # macOS has another limit behind it
                resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))


class HeadError(Exception):
    """The head of a request has more headers, or is longer, than is read."""


class Connection(HttpToolsProtocol):
    """One connection of uvicorn's; whoever is slow, or says too much before the body, is shown the door.

    One timer for each connection, not for each request: it looks every ``HEAD_SECONDS``, so that a late request ends at
    most that much later.
    """

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self._began: float | None = None  # when the request that is arriving began; None between requests
        self._in_head, self._has_head = False, False
        self._head_bytes = 0  # of the head that is arriving, after the first that came of it at once
        self._timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if len(self.connections) >= _TOO_MANY:
            transport.abort()  # type: ignore[attr-defined]
            return
        super().connection_made(transport)  # type: ignore[arg-type]
        self._began = self.loop.time()
        self._timer = self.loop.call_later(HEAD_SECONDS, self._look)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._timer is None:
            return  # turned away at once
        self._timer.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._in_head:
            self._head_bytes += len(data)
        super().data_received(data)
        if self._in_head and self._head_bytes > MAX_HEAD_BYTES and not self.transport.is_closing():
            self.send_400_response("The head of this request is too long.")

    def on_message_begin(self) -> None:
        self._began, self._head_bytes = self.loop.time(), 0
        self._in_head, self._has_head = True, False
        super().on_message_begin()

    def on_header(self, name: bytes, value: bytes) -> None:
        if len(self.headers) >= MAX_HEADERS:
            raise HeadError
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        self._in_head, self._has_head = False, True
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        self._began = None
        super().on_message_complete()

    def _look(self) -> None:
        limit = REQUEST_SECONDS if self._has_head else HEAD_SECONDS
        if self._began is not None and self.loop.time() - self._began >= limit:
            self.transport.abort()
            return
        self._timer = self.loop.call_later(HEAD_SECONDS, self._look)
