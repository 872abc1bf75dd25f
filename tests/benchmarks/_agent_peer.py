"""Whom the agent is held against: prometheus-node-exporter as Debian packages it, asked as Prometheus asks it."""

import http.client
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager

NAME = "prometheus-node-exporter"
# As Prometheus 2.42 (Debian 12) sends them. It always asked for gzip, and still does unless it is told not to:
# https://github.com/prometheus/prometheus/pull/13166
_AS_PROMETHEUS = {
    "User-Agent": "Prometheus/2.42.0",
    "Accept": "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,"
    "text/plain;version=0.0.4;q=0.5,*/*;q=0.1",
    "Accept-Encoding": "gzip",
    "X-Prometheus-Scrape-Timeout-Seconds": "10",
}


class Peer:
    """One exporter; its scrapes share a connection, as those of Prometheus do."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)

    def scrape(self) -> int:
        """Read all it has to say; returns the number of bytes on the wire."""
        self._connection.request("GET", "/metrics", headers=_AS_PROMETHEUS)
        with self._connection.getresponse() as reply:
            return len(reply.read())

    def close(self) -> None:
        """Let go of the connection; the next scrape makes another."""
        self._connection.close()


def missing() -> str:
    """Why there is no peer here; empty where there is one."""
    return "" if shutil.which(NAME) else f"{NAME} is not installed (Debian: apt install {NAME})"


@contextmanager
def peer() -> Iterator[tuple[int, Peer]]:
    """One of our own on a free port of loopback, with the collectors that it has by default, and its pid."""
    port = free_port()
    process = subprocess.Popen(
        [NAME, f"--web.listen-address=127.0.0.1:{port}"],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        with asked(port) as found:
            yield process.pid, found
    finally:
        process.terminate()
        process.wait(10)


@contextmanager
def asked(port: int) -> Iterator[Peer]:
    """The exporter that listens on ``port``, or soon will."""
    found = Peer(port)
    try:
        for _ in range(200):
            try:
                found.scrape()
                break
            except OSError:  # it does not listen yet
                found.close()
                time.sleep(0.05)
        yield found
    finally:
        found.close()


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
