"""A real service in a process of its own, and what a process takes: memory in KiB, processor time in seconds."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from barometer_agent.enrolment import Identity, save

COMMAND = str(Path(sys.executable).with_name("barometer-agent"))
PATIENCE_SECONDS = 30.0
_PROCESS_CLOCK = 2  # as clock_getcpuclockid(3) makes the clock of another process on Linux
_SPOOLED = re.compile(rb"spooled sampler=\S+ samples=[1-9]")


@contextmanager
def service(
    folder: Path, server: str, trust: Path, *options: str, log_level: str = "info"
) -> Iterator[subprocess.Popen[bytes]]:
    """``barometer-agent run`` as a unit starts it, enrolled at ``server``, until the end."""
    folder.mkdir(parents=True, exist_ok=True)
    save(folder, Identity("00000000000000ab", "secret", "bench", server))
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("BAROMETER_", "PYTHON"))
    } | {"SSL_CERT_FILE": str(trust), "BAROMETER_LOG_LEVEL": log_level}
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [COMMAND, "--data", str(folder), "run", *options], stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            env=environment,
        )  # fmt: skip
    try:
        yield process
    finally:
        stop(process)


class Process:
    """The process ``pid`` as one side of a comparison."""

    def __init__(self, pid: int) -> None:
        self._pid = pid

    def pss_kib(self) -> int:
        """Its memory, what it shares with others divided among them."""
        return pss_kib(self._pid)

    def cpu_seconds(self) -> float:
        """What it took so far, with its ended children."""
        return cpu_seconds(self._pid)


def stop(process: subprocess.Popen[bytes]) -> None:
    """Ask it to end, and see to it."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def pss_kib(pid: int) -> int:
    """Its memory, what it shares with others divided among them."""
    return _rollup(pid, "Pss")


def own_kib(pid: int) -> int:
    """Its memory that it shares with nobody and that no file holds."""
    return _rollup(pid, "Pss_Anon")


def _rollup(pid: int, name: str) -> int:
    told = Path(f"/proc/{pid}/smaps_rollup").read_text()
    found = re.search(rf"^{name}:\s+(\d+) kB", told, re.MULTILINE)
    assert found is not None
    return int(found[1])


def cpu_seconds(pid: int) -> float:
    """What it ran, its ended threads included, to the nanosecond, and what its ended children took, in ticks."""
    ran = time.clock_gettime_ns((~pid << 3) | _PROCESS_CLOCK)
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    ticks = int(fields[13]) + int(fields[14])  # cutime, cstime: proc_pid_stat(5)
    return ran / 1e9 + ticks / os.sysconf("SC_CLK_TCK")


def processes() -> int:
    """How many run on this machine."""
    return sum(1 for path in Path("/proc").iterdir() if path.name.isdigit())


def seconds_to_first_sample(folder: Path, process: subprocess.Popen[bytes], started: float) -> float:
    """From ``started`` (by time.perf_counter) until the service says that its first samples are committed.

    Only a log at debug level says so: the spool lets nobody else read it.
    """
    log = folder / "log"
    while time.perf_counter() - started < PATIENCE_SECONDS:
        if _SPOOLED.search(log.read_bytes()):
            return time.perf_counter() - started
        assert process.poll() is None, f"the service ended: {log.read_text()}"
        time.sleep(0.002)
    raise AssertionError(f"no sample within {PATIENCE_SECONDS:g} s: {log.read_text()}")
