"""Connections to one collector: as many as are needed, never more than allowed, each with one request at a time."""

import asyncio
import ssl
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import cast
from urllib.parse import urlsplit

from barometer_collector.simulation.live.exchange import BrokenReplyError, Reply, read_reply
from barometer_collector.simulation.live.waits import SILENCE_SECONDS

_IDLE_SECONDS = 3.0  # less than what servers wait for the next request (uvicorn: 5 s)

Heard = Callable[[Reply | None], None]


@dataclass(frozen=True)
class Address:
    """Where a collector listens."""

    host: str
    port: int
    secure: bool
    prefix: str

    @property
    def authority(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == (443 if self.secure else 80) else f"{host}:{self.port}"


def read_address(url: str) -> Address:
    """The address in ``url``. Raises ValueError."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"server {url!r}: expected an address like http://127.0.0.1:8600")
    secure = parts.scheme == "https"
    return Address(parts.hostname, parts.port or (443 if secure else 80), secure, parts.path.rstrip("/"))


class Connections:
    """Sends requests over at most ``most`` connections; what finds none free waits for its turn.

    ``heard`` of a request is called once: with its reply, or with None when there was none (the connection ended, or
    nothing was heard for ``silence`` seconds). ``each_new``: a connection of its own for each request, as laptops have
    that reach the collector without a proxy between.
    """

    def __init__(
        self, address: Address, most: int, *, each_new: bool = False, silence: float = SILENCE_SECONDS
    ) -> None:
        self._address, self._most, self._each_new, self._silence = address, most, each_new, silence
        self._idle: list[_Connection] = []
        self._all: set[_Connection] = set()
        self._opening = 0
        self._waiting: deque[tuple[bytes, Heard]] = deque()
        self._tasks: set[asyncio.Task[None]] = set()
        self._context = ssl.create_default_context() if address.secure else None
        self.opened = 0

    @property
    def waiting(self) -> int:
        """How many requests wait for a connection."""
        return len(self._waiting)

    def send(self, request: bytes, heard: Heard) -> None:
        """Send now, or as soon as a connection is free."""
        if self._idle:
            self._idle.pop().send(request, heard)
            return
        self._waiting.append((request, heard))
        self._open_more()

    def _open_more(self) -> None:
        if len(self._all) + self._opening < self._most and self._opening < len(self._waiting):
            self._opening += 1
            task = asyncio.get_running_loop().create_task(self._open())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    def look(self) -> None:
        """Give up what was silent for too long, and close what lay idle; call it now and then."""
        now = asyncio.get_running_loop().time()
        for connection in list(self._all):
            if connection.heard is not None and now - connection.since > self._silence:
                connection.end()
        idle = [each for each in self._idle if now - each.since > _IDLE_SECONDS]
        for connection in idle:
            connection.end()

    async def close(self) -> None:
        """Close them all; whoever waits for a reply hears None."""
        self._waiting.clear()
        for connection in list(self._all):
            connection.end()
        if self._tasks:
            await asyncio.wait(list(self._tasks), timeout=self._silence)
        await asyncio.sleep(0)

    async def _open(self) -> None:
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(self._silence):
                await loop.create_connection(
                    lambda: _Connection(self), self._address.host, self._address.port, ssl=self._context
                )
        except (OSError, TimeoutError):
            self._opening -= 1
            if self._waiting:
                self._waiting.popleft()[1](None)
            self._open_more()

    def made(self, connection: "_Connection") -> None:
        """A connection is there."""
        self._opening -= 1
        self.opened += 1
        self._all.add(connection)
        self.free(connection)

    def free(self, connection: "_Connection") -> None:
        """A connection has nothing to do."""
        if self._each_new and connection.used:
            connection.end()
        elif self._waiting:
            connection.send(*self._waiting.popleft())
        else:
            self._idle.append(connection)

    def lost(self, connection: "_Connection") -> None:
        """A connection is gone."""
        self._all.discard(connection)
        if connection in self._idle:
            self._idle.remove(connection)
        self._open_more()


class _Connection(asyncio.Protocol):
    def __init__(self, pool: Connections) -> None:
        self._pool = pool
        self._transport: asyncio.Transport | None = None
        self._data = b""
        self._clock = asyncio.get_running_loop().time
        self.heard: Heard | None = None
        self.since = self._clock()
        self.used = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._pool.made(self)

    def send(self, request: bytes, heard: Heard) -> None:
        self.heard, self.since, self.used = heard, self._clock(), True
        assert self._transport is not None  # noqa: S101 - it is in the pool from then on
        self._transport.write(request)

    def data_received(self, data: bytes) -> None:
        self._data = self._data + data if self._data else data
        try:
            found = read_reply(self._data)
        except BrokenReplyError:
            self.end()
            return
        if found is None:
            return
        reply, length = found
        heard, self.heard, self.since = self.heard, None, self._clock()
        rest, self._data = self._data[length:], b""
        if heard is None or rest:  # nobody asked for that
            self.end()
        if heard is not None:
            heard(reply)
        if reply.closes:
            self.end()
        elif self._transport is not None:
            self._pool.free(self)

    def end(self) -> None:
        transport, self._transport = self._transport, None
        if transport is not None:
            transport.abort()

    def connection_lost(self, _error: Exception | None) -> None:
        self._transport = None
        self._pool.lost(self)
        heard, self.heard = self.heard, None
        if heard is not None:
            heard(None)
