"""Two cores: one for whoever is measured, the other for the generator. And whom else they had to share them with."""

import os
import signal
import subprocess
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import NamedTuple

import psutil

SERVER_CORE, OTHER_CORE = 1, 0
NICE = int(os.environ.get("BAROMETER_BENCH_NICE", "0"))  # of all who are measured, and of the generator
_TICKS = os.sysconf("SC_CLK_TCK")
_STOPPING_SECONDS = 30.0


class Busy(NamedTuple):
    """Seconds of processor time so far: of a server's processes, and of each of the two cores whoever used it."""

    at: float
    server: float
    server_core: float
    other_core: float


def start(command: Sequence[str], environment: dict[str, str], log: int) -> "subprocess.Popen[str]":
    """A process of the measured core, and with it all that it starts. Go is told how many cores it has."""
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=log,
        text=True,
        env={**os.environ, "GOMAXPROCS": "1", **environment},
        preexec_fn=lambda: on_core(SERVER_CORE),  # noqa: PLW1509 - only calls of the system are made in between
    )


def on_core(number: int) -> None:
    """Keep this process, and what it will start, on one core, as nice as was asked for."""
    os.sched_setaffinity(0, {number})
    os.setpriority(os.PRIO_PROCESS, 0, NICE)


def family(pid: int) -> list[psutil.Process]:
    """A process and all that came of it."""
    first = psutil.Process(pid)
    return [first, *first.children(recursive=True)]


def signalled(processes: Iterable[psutil.Process], number: signal.Signals) -> None:
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            process.send_signal(number)


def end(process: "subprocess.Popen[str]") -> None:
    """Let it go on where it was stopped, and end it."""
    with suppress(psutil.NoSuchProcess):  # it ended by itself
        signalled(family(process.pid), signal.SIGCONT)
    process.terminate()
    try:
        process.wait(_STOPPING_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdout is not None:
        process.stdout.close()


def busy(processes: Iterable[psutil.Process]) -> Busy:
    spent = 0.0
    for process in processes:
        with suppress(psutil.NoSuchProcess):  # PostgreSQL's own workers come and go
            times = process.cpu_times()
            spent += times.user + times.system
    return Busy(time.perf_counter(), spent, _core(SERVER_CORE), _core(OTHER_CORE))


def _core(number: int) -> float:
    """Seconds that a core was not idle, proc_stat(5)."""
    with open("/proc/stat") as stat:  # noqa: PTH123 - read at the edges of a turn
        fields = next(line for line in stat if line.startswith(f"cpu{number} ")).split()
    idle, waiting = int(fields[4]), int(fields[5])
    return (sum(map(int, fields[1:9])) - idle - waiting) / _TICKS
