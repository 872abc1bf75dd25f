"""A server of TLS that remembers how each connection came, and only a test trusts."""

import socket
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from barometer_agent.sources.certificates import Trust


@dataclass
class Ear:
    """``heard``: of each connection whether it resumed a session, and every byte of it."""

    url: str
    trust: Trust
    heard: list[tuple[bool | None, bytes]] = field(default_factory=list)


@pytest.fixture
def ear(certificate: Path) -> Iterator[Ear]:
    """Answers each request with an empty object, and would resume any session."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate / "certificate.pem", certificate / "key.pem")
    listener = socket.create_server(("127.0.0.1", 0))
    trusted = ssl.create_default_context(cafile=str(certificate / "certificate.pem"))
    made = Ear(f"https://127.0.0.1:{listener.getsockname()[1]}", Trust(lambda: trusted))
    thread = threading.Thread(target=_listen, args=(listener, context, made))
    thread.start()
    yield made
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    thread.join()


def _listen(listener: socket.socket, context: ssl.SSLContext, ear: Ear) -> None:
    while True:
        try:
            plain, _ = listener.accept()
        except OSError:
            return
        with context.wrap_socket(plain, server_side=True) as connection:
            ear.heard.append((connection.session_reused, _request(connection)))
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")


def _request(connection: ssl.SSLSocket) -> bytes:
    data = b""
    while b"\r\n\r\n" not in data:
        data += connection.recv(65536)
    head, _, body = data.partition(b"\r\n\r\n")
    length = next(
        (int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")), 0
    )
    while len(body) < length:
        body += connection.recv(65536)
    return head + b"\r\n\r\n" + body
