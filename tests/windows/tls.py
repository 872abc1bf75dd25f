"""HTTPS in front of a collector, as a reverse proxy gives it: a certificate authority of the test's own, real TLS."""

import contextlib
import socket
import ssl
import subprocess
import threading
from dataclasses import dataclass
from pathlib import Path

PART = 65536
PATIENCE_SECONDS = 120


@dataclass(frozen=True)
class Authority:
    """A certificate authority and one certificate for ``localhost`` that it signed."""

    ca: Path
    certificate: Path
    key: Path


def authority(folder: Path) -> Authority:
    """Make both with openssl, for two days."""
    ca, ca_key, request = folder / "ca.pem", folder / "ca.key", folder / "server.csr"
    certificate, key, names = folder / "server.pem", folder / "server.key", folder / "names"
    names.write_text("subjectAltName=DNS:localhost,IP:127.0.0.1\nbasicConstraints=CA:FALSE\n", "ascii")
    new_key = ("req", "-newkey", "rsa:2048", "-nodes")
    _openssl(*new_key, "-x509", "-days", "2", "-subj", "/CN=Test CA", "-keyout", str(ca_key), "-out", str(ca))
    _openssl(*new_key, "-subj", "/CN=localhost", "-keyout", str(key), "-out", str(request))
    signed_by = ("-CA", str(ca), "-CAkey", str(ca_key), "-CAcreateserial")
    _openssl(
        "x509", "-req", "-days", "2", "-in", str(request), *signed_by, "-extfile", str(names), "-out", str(certificate)
    )
    return Authority(ca, certificate, key)


def self_signed(folder: Path) -> Authority:
    """A certificate for ``localhost`` that nobody but itself vouches for."""
    certificate, key = folder / "self.pem", folder / "self.key"
    named = ("-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost")
    made = ("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2")
    _openssl(*made, *named, "-keyout", str(key), "-out", str(certificate))
    return Authority(certificate, certificate, key)


class Front:
    """Takes TLS on a free port of loopback and passes what it hears on to ``port`` in the clear."""

    def __init__(self, made: Authority, port: int) -> None:
        self._to = port
        self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._tls.load_cert_chain(made.certificate, made.key)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.handshakes = 0
        self.heard = 0  # bytes
        self.away = False  # nobody is let in, and whoever was there is gone
        self._open: set[socket.socket] = set()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def leave(self) -> None:
        """As if the network was gone, until ``away`` is False again."""
        self.away = True
        for connection in list(self._open):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Take no more connections."""
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(10)

    def _run(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, plain: socket.socket) -> None:
        with contextlib.suppress(OSError), plain:
            if self.away:
                return
            plain.settimeout(PATIENCE_SECONDS)
            with (
                self._tls.wrap_socket(plain, server_side=True) as secured,
                socket.create_connection(("127.0.0.1", self._to), timeout=PATIENCE_SECONDS) as inner,
            ):
                self.handshakes += 1
                self._open.add(inner)
                back = threading.Thread(target=_pass_on, args=(inner, secured), daemon=True)
                back.start()
                self.heard += _pass_on(secured, inner)
                back.join(PATIENCE_SECONDS)
                self._open.discard(inner)


def _pass_on(source: socket.socket, target: socket.socket) -> int:
    """Until ``source`` ends; how many bytes that were."""
    passed = 0
    with contextlib.suppress(OSError):
        while part := source.recv(PART):
            target.sendall(part)
            passed += len(part)
    with contextlib.suppress(OSError):
        target.shutdown(socket.SHUT_RDWR if isinstance(target, ssl.SSLSocket) else socket.SHUT_WR)
    return passed


def _openssl(*arguments: str) -> None:
    subprocess.run(["openssl", *arguments], check=True, capture_output=True)
