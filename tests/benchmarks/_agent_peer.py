"""Who the agent is held against: prometheus-node-exporter as Debian packages it, scraped at the agent's interval."""

import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress

NAME = "prometheus-node-exporter"


def missing() -> str:
    """Why there is no peer here; empty where there is one."""
    return "" if shutil.which(NAME) else f"{NAME} is not installed (Debian: apt install {NAME})"


@contextmanager
def peer() -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """One of our own on a free port of loopback, and the address to scrape."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [NAME, f"--web.listen-address=127.0.0.1:{port}"],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    url = f"http://127.0.0.1:{port}/metrics"
    try:
        for _ in range(200):
            with suppress(OSError):
                scrape(url)
                break
            time.sleep(0.05)
        yield process, url
    finally:
        process.terminate()
        process.wait(10)


def scrape(url: str) -> int:
    """Read all it has to say, as a Prometheus server does; returns the number of bytes."""
    with urllib.request.urlopen(url, timeout=10) as reply:
        return len(reply.read())
