"""Whole prepared requests over kept connections, as fast as they are answered: one request at a time on each.

A loop over epoll of its own, so that the generator can do several times what it measures; ``ceiling`` says how much
that is on this machine.
"""

import gc
import re
import select
import socket
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

WARMING_SECONDS = 1.0
_ENDING_SECONDS = 30.0  # for the last answers
_READ = 1 << 16
_SEND_BUFFER = 1 << 18  # a request never waits in parts
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_NO_BODY = (204, 304)


@dataclass
class Driven:
    """What came of one turn. ``answers`` counts every answer by status, also those outside the measured ``seconds``."""

    seconds: float = 0.0
    measured: int = 0  # answers with the wanted status within ``seconds``
    answers: Counter[int] = field(default_factory=Counter)
    waits: list[float] = field(default_factory=list)  # seconds, of those that were measured
    broken: int = 0  # connections that ended before their answer
    own_seconds: float = 0.0  # processor time of this loop while it measured

    @property
    def rate(self) -> float:
        return self.measured / self.seconds if self.seconds else 0.0


class _Wire:
    """A connection, and how far its answer has come."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _SEND_BUFFER)
        self.socket.setblocking(False)
        self.sent_at = 0.0
        self.come = b""

    def send(self, request: bytes) -> None:
        self.sent_at, self.come = time.perf_counter(), b""
        sent = self.socket.send(request)
        if sent != len(request):
            raise RuntimeError(f"{sent} of {len(request)} bytes were sent at once: raise _SEND_BUFFER")

    def status(self) -> int | None:
        """The status, once the whole answer is here. Raises ConnectionError when it ended before."""
        part = self.socket.recv(_READ)
        if not part:
            raise ConnectionError("closed by the server")
        self.come += part
        return answered(self.come)


def answered(come: bytes) -> int | None:
    """The status of a whole answer; None while some of it is missing. Raises ValueError when no length is said."""
    end = come.find(b"\r\n\r\n")
    if end < 0:
        return None
    status = int(come[9:12])
    if status in _NO_BODY:
        return status
    length = _LENGTH.search(come, 0, end)
    if length is None:
        raise ValueError(f"an answer without Content-Length: {come[:300]!r}")
    return status if len(come) - end - 4 >= int(length[1]) else None


def drive(
    port: int,
    requests: Iterable[bytes],
    connections: int,
    seconds: float,
    wanted: int,
    warming: float = WARMING_SECONDS,
) -> Driven:
    """Send ``requests`` until the time is over or there are no more; each answer that was begun is waited for."""
    driven, supply = Driven(), iter(requests)
    wires = {wire.socket.fileno(): wire for wire in (_Wire(port) for _ in range(connections))}
    try:
        with _undisturbed():
            _run(driven, wires, supply, seconds, wanted, warming)
    finally:
        for wire in wires.values():
            wire.socket.close()
    return driven


def _run(
    driven: Driven, wires: dict[int, _Wire], supply: Iterator[bytes], seconds: float, wanted: int, warming: float
) -> None:
    poll = select.epoll()
    for number in wires:
        poll.register(number, select.EPOLLIN)
    begun = time.perf_counter() + warming
    over, spent, ended, ended_spent = begun + seconds, 0.0, 0.0, 0.0
    waiting = sum(_next(wire, supply) for wire in wires.values())
    while waiting and time.perf_counter() < over + _ENDING_SECONDS:
        for number, _event in poll.poll(0.2):
            wire = wires[number]
            try:
                status = wire.status()
            except ConnectionError:
                driven.broken += 1
                poll.unregister(number)
                waiting -= 1
                continue
            if status is None:
                continue
            now = time.perf_counter()
            driven.answers[status] += 1
            if begun <= now < over and not ended:
                spent = spent or time.process_time()
                driven.measured += status == wanted
                driven.waits.append(now - wire.sent_at)
            more = now < over and not ended and _next(wire, supply)
            if not more:
                waiting -= 1
                if not ended:
                    ended, ended_spent = min(now, over), time.process_time()
    driven.broken += waiting
    driven.seconds = max(0.0, (ended or over) - begun)
    driven.own_seconds = max(0.0, ended_spent - spent)
    poll.close()


def _next(wire: _Wire, supply: Iterator[bytes]) -> bool:
    request = next(supply, None)
    if request is None:
        return False
    wire.send(request)
    return True


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Without the collector of cycles, which would walk over every prepared request."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
