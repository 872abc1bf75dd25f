"""What the agent costs a laptop, beside the monitoring agent that most Linux machines could be running.

    python3 run.py bench agent                                       all of it, in about 20 minutes
    .venv/bin/python tests/benchmarks/agent.py [steady] [start] [day]  parts of it

``steady``  memory and processor time of a real service with TLS and spool at its usual settings, and of
            prometheus-node-exporter, scraped as Prometheus scrapes it; both over the same turns of five minutes, so
            that whatever else the machine does falls on both, and the ratio is that of the medians
``start``   from starting the program until a first sample is durable
``day``     two days on a clock that is made to pass: traffic on the wire at default settings, by what memory grows
            in the 24 hours after the first day, in which all that comes once a day came for the first time, and the
            processor time of that second day, in which what runs once an hour runs too

"At an equal interval" is once a minute: the agent's most frequent samplers run once a minute wherever it is installed,
and once a minute is what Prometheus scrapes where its settings do not say otherwise. All that either of the two does
counts: for the agent measuring, visiting two targets over TLS, five commits with their syncs and one upload over TLS
in five minutes, and the programs that it asks; for the exporter reading and handing over all that it reads by default,
without TLS, which it does not have by default. What else is asked for depends on the machine: logind each minute where
there is a desktop, a journalctl in five where there is systemd-coredump (docs/decisions/8-burden.md says at what cost).

The service speaks with a collector on loopback over real TLS, and trusts what this system trusts.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import NamedTuple

import _agent_day
import _agent_peer
from _agent_peer import Peer
from _agent_process import cpu_seconds, processes, pss_kib, seconds_to_first_sample, service
from _agent_stub import stub

INTERVAL_SECONDS = 60  # of the samplers that run most often, and so of the scrapes
TURNS = 3
TURN_SECONDS = 300.0  # after which every sampler of a working day, and the sending, had its turn
SETTLING_SECONDS = 120.0
STARTS = 9
PROCESSES = 400


class Row(NamedTuple):
    """One line of the table: what, how much, and what it must be; ``holds`` is None where nothing was asked."""

    what: str
    measured: str
    must: str
    holds: bool | None


def main(chosen: list[str]) -> int:
    """Measure what was asked for and print one table; 1 when a figure does not hold."""
    parts: dict[str, Callable[[Path], Iterator[Row]]] = {"steady": steady, "start": start, "day": day}
    if sys.platform != "linux":
        print("skipped, because it reads /proc")
        return 0
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="bench-agent-") as folder:
        for name in chosen or parts:
            (Path(folder) / name).mkdir()
            rows.extend(parts[name](Path(folder) / name))
    _print(rows)
    return int(any(row.holds is False for row in rows))


def steady(folder: Path) -> Iterator[Row]:
    """Memory and processor time at an equal interval, with as many processes as a laptop has."""
    if reason := _agent_peer.missing():
        print(f"skipped, because {reason}")
        return
    with (
        busy_machine(),
        stub(folder) as far,
        service(folder / "data", far.collector, far.trust) as own,
        _agent_peer.peer() as other,
    ):
        print(f"steady: {SETTLING_SECONDS + TURNS * TURN_SECONDS:g} s with {processes()} processes", flush=True)
        _scraped(other, SETTLING_SECONDS)
        turns = [_turn(own.pid, other) for _ in range(TURNS)]
        print(f"steady: {far.uploads.samples} samples arrived in {far.uploads.connections} exchanges")
    memory, memory_there, cpu, cpu_there = (median(turn[place] for turn in turns) for place in range(4))
    yield Row("PSS of the service", f"{memory / 1024:.1f} MiB", "", None)
    yield Row(f"PSS of {_agent_peer.NAME}", f"{memory_there / 1024:.1f} MiB", "", None)
    yield _at_most("PSS, ratio", memory / memory_there, "x", 1.8)
    yield _at_most("CPU of a core", cpu * 100, " %", 0.15)
    yield Row(f"CPU of {_agent_peer.NAME}", f"{cpu_there * 100:.4f} %", "", None)
    yield _at_most("CPU, ratio", cpu / cpu_there, "x", 0.5)


def start(folder: Path) -> Iterator[Row]:
    """Cold starts in a folder of their own, each killed when its first sample is durable."""
    seconds = []
    with stub(folder) as far:
        with service(folder / "warm", far.collector, far.trust, log_level="debug") as process:
            seconds_to_first_sample(folder / "warm", process, time.perf_counter())  # Python compiles what it loads once
        for number in range(STARTS):
            started = time.perf_counter()
            with service(folder / f"data{number}", far.collector, far.trust, log_level="debug") as process:
                seconds.append(seconds_to_first_sample(folder / f"data{number}", process, started))
    yield _at_most("start to first durable sample", median(seconds) * 1000, " ms", 400)


def day(folder: Path) -> Iterator[Row]:
    """Two days in a few minutes."""
    with stub(folder) as far:
        found = _agent_day.run(folder / "data", far.collector, far.trust)
        uploads, probes = (side.wire_bytes * 8 / 1000 / found.seconds for side in (far.uploads, far.probes))
        print(
            f"day: {found.seconds / 3600:.1f} h in {found.took_seconds:.0f} s, {far.uploads.connections} uploads of"
            f" {far.uploads.samples} samples, {far.probes.connections} connects of probes; exchanges {found.outcomes}"
        )
    yield _at_most("uploads", uploads, " kbit/s", 0.5)
    yield _at_most("probes of 2 targets", probes, " kbit/s", 1.0)
    yield _at_most("CPU of a core in the second day", found.cpu_seconds / (found.seconds / 2) * 100, " %", 0.15)
    yield Row("memory, growth in the first day", f"{(found.day_kib - found.first_kib) / 1024:.2f} MiB", "", None)
    yield _at_most("memory, drift in the next 24 h", (found.last_kib - found.day_kib) / 1024, " MiB", 1.0)


@contextmanager
def busy_machine() -> Iterator[None]:
    """At least PROCESSES processes."""
    wanted = max(0, PROCESSES - processes())
    others = [subprocess.Popen(["sleep", "3600"], stdin=subprocess.DEVNULL) for _ in range(wanted)]
    try:
        yield
    finally:
        for each in others:
            each.kill()
        for each in others:
            each.wait()


def _turn(own: int, other: Peer) -> tuple[float, ...]:
    """The memory of both processes in KiB at the end, then the shares of a core that they took meanwhile."""
    pids = own, other.pid
    before, started = [cpu_seconds(pid) for pid in pids], time.perf_counter()
    _scraped(other, TURN_SECONDS)
    elapsed = time.perf_counter() - started
    shares = [(cpu_seconds(pid) - spent) / elapsed for pid, spent in zip(pids, before, strict=True)]
    return (*(float(pss_kib(pid)) for pid in pids), *shares)


def _scraped(other: Peer, seconds: float) -> None:
    """Let time pass with a scrape at each interval."""
    for _ in range(round(seconds / INTERVAL_SECONDS)):
        other.scrape()
        time.sleep(INTERVAL_SECONDS)


def _at_most(what: str, value: float, unit: str, limit: float) -> Row:
    return Row(what, f"{value:.3g}{unit}", f"at most {limit:g}{unit}", value <= limit)


def _print(rows: list[Row]) -> None:
    said = {True: "holds", False: "DOES NOT HOLD", None: ""}
    load = os.getloadavg()[0]
    print(f"\nmeasured on {os.cpu_count()} processors at load {load:.1f}, Python {sys.version.split()[0]}")
    for row in rows:
        print(f"{row.what:38} {row.measured:>14}   {row.must:18} {said[row.holds]}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
