"""A stretch of network between agent and collector that breaks what passes through it, byte by byte."""

import socket
import struct
import threading
from contextlib import suppress
from enum import StrEnum
from types import TracebackType
from typing import Self

_RESET = struct.pack("ii", 1, 0)  # SO_LINGER of no seconds: closing sends RST


class Break(StrEnum):
    """What happens to one connection."""

    NONE = "none"
    RESET_IN_REQUEST = "reset half-way through the request"
    RESET_BEFORE_REPLY = "reset after the request"
    RESET_IN_REPLY = "reset half-way through the reply"
    REPLY_TWICE = "every reply comes twice"
    SILENCE = "closed without a word"


class Wire:
    """Listens at ``address`` and passes on to ``port`` of this machine; each new connection meets the next of
    ``breaks`` after that many messages went well."""

    def __init__(self, port: int) -> None:
        self._port = port
        self.breaks: list[tuple[int, Break]] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._threads = [threading.Thread(target=self._accept)]

    def __enter__(self) -> Self:
        self._threads[0].start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join(20)

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            well, met = self.breaks.pop(0) if self.breaks else (0, Break.NONE)
            thread = threading.Thread(target=self._pass_on, args=(near, well, met))
            self._threads.append(thread)
            thread.start()

    def _pass_on(self, near: socket.socket, well: int, after: Break) -> None:
        with near, socket.create_connection(("127.0.0.1", self._port)) as far, suppress(OSError):
            near.settimeout(10)
            far.settimeout(10)
            while request := _message(near):
                met = after if well <= 0 else Break.NONE
                well -= 1
                if met is Break.SILENCE:
                    return
                if met is Break.RESET_IN_REQUEST:
                    far.sendall(request[: len(request) // 2])
                    break
                far.sendall(request)
                reply = _message(far)
                if met is Break.RESET_IN_REPLY:
                    near.sendall(reply[: len(reply) // 2])
                if met not in (Break.NONE, Break.REPLY_TWICE):
                    break
                near.sendall(reply * (2 if met is Break.REPLY_TWICE else 1))
            for end in (near, far):
                end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)


def _message(source: socket.socket) -> bytes:
    """One whole message of HTTP/1.1 with a Content-Length, or without a body; empty at the end of the connection."""
    received = b""
    while b"\r\n\r\n" not in received:
        part = source.recv(65_536)
        if not part:
            return b""
        received += part
    head, _, body = received.partition(b"\r\n\r\n")
    lengths = [line.split(b":")[1] for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    missing = int(lengths[0]) - len(body) if lengths else 0
    while missing > 0:
        part = source.recv(65_536)
        received += part
        missing -= len(part)
    return received
