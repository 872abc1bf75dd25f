"""Real ``serve`` processes, as an administrator starts them, and how they are ended."""

import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx

from tests.eventually import eventually

COMMAND = [sys.executable, "-c", "import sys; from barometer_collector.cli import main; sys.exit(main())"]
PUBLIC_URL = "https://barometer.example.org"
SECONDS = 60


class Served:
    """One ``serve`` over the data in ``data``; on ``database_url``, where that is given."""

    def __init__(self, data: Path, database_url: str = "", port: int = 0) -> None:
        environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        environment["BAROMETER_DEVICE_BATCHES_PER_MINUTE"] = "0"  # a few laptops make the load of many
        if database_url:
            environment["DATABASE_URL"] = database_url
        self._log = (data / f"serve-{os.urandom(4).hex()}.log").open("w+")
        self.process = subprocess.Popen(
            [*COMMAND, "serve", "--data", str(data), "--port", str(port), "--public-url", PUBLIC_URL],
            stdout=subprocess.PIPE,
            stderr=self._log,
            env=environment,
        )
        self.address = ""

    def wait_until_it_serves(self) -> "Served":
        assert self.process.stdout is not None
        ready, _, _ = select.select([self.process.stdout], [], [], SECONDS)
        line = self.process.stdout.readline().decode() if ready else ""
        assert line.startswith("serving on http://"), self.said() or "it says nothing"
        self.address = line.removeprefix("serving on ").strip()
        eventually(self.listens, SECONDS)
        return self

    @property
    def port(self) -> int:
        return int(self.address.rpartition(":")[2])

    def listens(self) -> bool:
        try:
            return httpx.get(f"{self.address}/healthz", trust_env=False, timeout=10).is_success
        except httpx.TransportError:
            return False

    def said(self) -> str:
        """What it and its jobs wrote to standard error so far."""
        self._log.flush()
        return Path(self._log.name).read_text()

    def kill(self) -> None:
        """kill -9."""
        self.end(signal.SIGKILL)

    def end(self, number: int = signal.SIGTERM) -> int:
        """The exit status after that signal; at once when it has ended."""
        with suppress(ProcessLookupError):
            self.process.send_signal(number)
        self.process.communicate(timeout=SECONDS)
        self._log.close()
        return self.process.returncode


@contextmanager
def serving(data: Path, database_url: str = "", port: int = 0) -> Iterator[Served]:
    """One that serves; ended afterwards, unless it was before."""
    served = Served(data, database_url, port)
    try:
        yield served.wait_until_it_serves()
    finally:
        if served.process.returncode is None:
            served.kill()
