"""How much a collector on embedded SQLite takes in, durably, from a simulated fleet on the same machine.

    python3 run.py bench intake

Starts a collector of its own on a free port with a folder of its own, enrols simulated laptops and sends their days.
The load generator shares the processors with the collector, so what a collector can do alone is more.
"""

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

COLLECTOR = str(Path(sys.executable).with_name("barometer-collector"))
DEVICES, DAYS = 60, 14


def main() -> None:
    """Print what ``simulate`` says it got acknowledged, and the rates."""
    with tempfile.TemporaryDirectory() as folder, serving(folder) as server:
        token = collector("token", "create", "--data", folder, "--team", "bench", "--simulated").strip()
        started = time.perf_counter()
        said = collector(
            "simulate", "--server", server, "--token", token, "--devices", str(DEVICES), "--days", str(DAYS)
        )
        seconds = time.perf_counter() - started
    print(said, end="")
    for figure in ("batches acknowledged", "samples"):
        found = re.search(rf"^{figure}: (\d+)$", said, re.MULTILINE)
        assert found is not None
        print(f"{figure} per second: {int(found[1]) / seconds:,.0f} (with enrolling and making them up)")


def collector(*arguments: str) -> str:
    return subprocess.run([COLLECTOR, *arguments], check=True, capture_output=True, text=True).stdout


@contextmanager
def serving(folder: str) -> Iterator[str]:
    """A collector on a free port; its address."""
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    command = [COLLECTOR, "serve", "--data", folder, "--port", "0"]
    with (
        Path(folder, "log").open("w") as log,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, env=environment, text=True) as process,
    ):
        try:
            yield address(process)
        finally:
            process.send_signal(signal.SIGINT if os.name != "nt" else signal.SIGTERM)
            process.wait(30)


def address(process: "subprocess.Popen[str]") -> str:
    """The address in the first line that names one."""
    assert process.stdout is not None
    for line in process.stdout:
        if found := re.search(r"http://[0-9.:]+", line):
            return found[0]
    raise RuntimeError("the collector ended before it said where it listens")


if __name__ == "__main__":
    main()
