"""A collector, and a target beside it, over real TLS on loopback, that count what crosses the wire.

They answer as the collector does and close after each reply, as an idle connection is closed between two rounds of
sending that lie minutes apart.
"""

import gzip
import json
import socket
import ssl
import struct
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from barometer_shared.protocol import SENT_AT_HEADER

SYSTEM_TRUST = Path("/etc/ssl/certs/ca-certificates.crt")
# tcp(7) and linux/tcp.h: bytes_acked and bytes_received, then segs_out and segs_in.
_COUNTS = struct.Struct("=QQII")
_COUNTS_AT = 120
_HEADERS_OF_A_SEGMENT = 20 + 32  # IPv4, and TCP with its time stamps


@dataclass
class Traffic:
    """What one port saw, with the headers of IP and TCP, both ways."""

    wire_bytes: int = 0
    connections: int = 0
    samples: int = 0
    counting: threading.Lock = field(default_factory=threading.Lock)

    def count(self, connection: socket.socket) -> None:
        """Add a connection that is about to end."""
        told = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 256)
        sent, received, segments_out, segments_in = _COUNTS.unpack_from(told, _COUNTS_AT)
        with self.counting:
            self.connections += 1
            self.wire_bytes += sent + received + (segments_out + segments_in) * _HEADERS_OF_A_SEGMENT


@dataclass
class Stub:
    """Where the two listen, and what they saw."""

    collector: str
    target: str
    trust: Path
    uploads: Traffic
    probes: Traffic


@contextmanager
def stub(folder: Path, interval_seconds: int = 300) -> Iterator[Stub]:
    """Both, until the end; ``trust`` is the system's bundle of authorities with theirs at its end."""
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    command = (
        *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"),
        *("-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", str(key), "-out", str(certificate)),
    )
    subprocess.run(command, check=True, capture_output=True)
    trust = folder / "trust.pem"
    trust.write_bytes((SYSTEM_TRUST.read_bytes() if SYSTEM_TRUST.exists() else b"") + certificate.read_bytes())
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate, key)
    uploads, probes = Traffic(), Traffic()
    told: dict[str, Any] = {"version": "v1", "interval_seconds": interval_seconds, "targets": [], "questions": []}
    servers = [_Server(tls, uploads, told), _Server(tls, probes, told)]
    collector, target = (f"https://localhost:{server.server_address[1]}" for server in servers)
    told["targets"] = [{"name": "collector", "url": f"{target}/healthz"}, {"name": "intranet", "url": f"{target}/"}]
    for server in servers:
        threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield Stub(collector, target, trust, uploads, probes)
    finally:
        for server in servers:
            server.shutdown()
            server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, tls: ssl.SSLContext, traffic: Traffic, config: dict[str, Any]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.tls = tls
        self.traffic = traffic
        self.config = config
        self.ahead_seconds = 0.0  # of an agent whose days are hastened: its collector lives in the same

    def finish_request(self, request: Any, client_address: Any) -> None:
        try:
            secured = self.tls.wrap_socket(request, server_side=True)
        except OSError:  # a bare connect, as the probes make them
            return
        try:
            super().finish_request(secured, client_address)
            self.traffic.count(secured)
        finally:
            secured.close()

    def shutdown_request(self, request: Any) -> None:
        if request.fileno() >= 0:
            self.traffic.count(request)
            request.close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that was killed is no news here."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_HEAD(self) -> None:
        self._reply(200, b"")

    def do_GET(self) -> None:
        if self.path != "/api/v1/device/config":
            self._reply(200, b"ok")
        elif self.headers.get("If-None-Match") == '"v1"':
            self._reply(304, b"")
        else:
            self._reply(200, json.dumps(self.server.config).encode())

    def do_POST(self) -> None:
        self.server.ahead_seconds = int(self.headers[SENT_AT_HEADER]) / 1000 - time.time()
        batch = json.loads(gzip.decompress(self.rfile.read(int(self.headers["Content-Length"]))))
        with self.server.traffic.counting:
            self.server.traffic.samples += len(batch.get("samples", ()))
        receipt = {"batch": batch["id"], "accepted": 0, "quarantined": 0, "config": "v1"}
        self._reply(202, json.dumps(receipt).encode())

    def _reply(self, status: int, body: bytes) -> None:
        self.send_response_only(status)
        now = time.gmtime(time.time() + self.server.ahead_seconds)
        self.send_header("Date", time.strftime("%a, %d %b %Y %H:%M:%S GMT", now))
        self.send_header("Content-Type", "application/json")
        self.send_header("ETag", '"v1"')
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
        self.wfile.flush()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        pass
