"""A collector on this machine, whose network a laptop in a container shares."""

import contextlib
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.eventually import eventually

BIN = Path(sys.executable).parent


@dataclass(frozen=True)
class Server:
    """Where it answers, its folder and a token to enrol with."""

    port: int
    folder: Path
    token: str


@contextlib.contextmanager
def serving(folder: Path) -> Iterator[Server]:
    """A collector with its data in ``folder``, as long as it is needed."""
    port = free_port()
    data = ["--data", str(folder)]
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(
            [str(BIN / "barometer-collector"), "serve", *data, "--port", str(port)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
    try:
        eventually(lambda: _answers(port))
        asked = [str(BIN / "barometer-collector"), "token", "create", "--team", "Laptops", *data]
        told = subprocess.run(asked, capture_output=True, text=True, timeout=60, check=True)
        yield Server(port, folder, told.stdout.split()[-1])
    finally:
        process.terminate()
        process.wait(20)


def free_port() -> int:
    """A port of the loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0
