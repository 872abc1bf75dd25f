"""A way to PostgreSQL that is cut at the worst moment: after the server committed, and before anybody heard of it."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_CHUNK = 1 << 16


class Proxy:
    """On a port of this machine; ``cut_next`` is how many commits are still to be cut."""

    def __init__(self, server: Path) -> None:
        self._server = str(server)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.cut_next = 0
        self.cut = 0
        self._lock = threading.Lock()
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with client, socket.socket(socket.AF_UNIX) as server, suppress(OSError):
            server.connect(self._server)
            ended = threading.Event()
            cutting = threading.Event()
            threading.Thread(target=_pass_on, args=(server, client, cutting, ended), daemon=True).start()
            while data := client.recv(_CHUNK):
                if b"COMMIT\x00" in data and self._takes_one():
                    cutting.set()
                server.sendall(data)
                if cutting.is_set():
                    ended.wait(20)
                    return

    def _takes_one(self) -> bool:
        with self._lock:
            if self.cut_next <= 0:
                return False
            self.cut_next -= 1
            self.cut += 1
            return True


def _pass_on(server: socket.socket, client: socket.socket, cutting: threading.Event, ended: threading.Event) -> None:
    """What the server says, until it is to be cut: then its next word is kept, and the connection is at its end."""
    with suppress(OSError):
        while data := server.recv(_CHUNK):
            if cutting.is_set():
                break
            client.sendall(data)
    with suppress(OSError):
        client.shutdown(socket.SHUT_RDWR)
    ended.set()


@contextmanager
def proxy(server: Path) -> Iterator[Proxy]:
    made = Proxy(server)
    try:
        yield made
    finally:
        made.close()
