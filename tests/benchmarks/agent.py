"""What the agent costs a laptop, beside the monitoring agent that most Linux machines could be running.

    python3 run.py bench agent                                  all of it, in about 40 minutes
    python3 run.py bench agent [steady] [laptop] [start] [day]  parts of it

``steady``  memory and processor time of a real service with TLS and spool at its usual settings, and of
            prometheus-node-exporter, scraped as Prometheus scrapes it; both over the same turns of five minutes, so
            that whatever else the machine does falls on both, and the ratio is that of the medians
``laptop``  the same of both as they are installed, in a booted Debian with what a desktop brings
``start``   from starting the program until a first sample is durable
``day``     two days on a clock that is made to pass: traffic on the wire at default settings, by what memory grows
            in the 24 hours after the first day, in which all that comes once a day came for the first time, and the
            processor time of that second day, in which what runs once an hour runs too

"At an equal interval" is once a minute: the agent's most frequent samplers run once a minute wherever it is installed,
and once a minute is what Prometheus scrapes where its settings do not say otherwise. All that either of the two does
counts: for the agent measuring, visiting two targets over TLS, five commits with their syncs and one upload over TLS
in five minutes, and the programs that it asks; for the exporter reading and handing over all that it reads by default,
without TLS, which it does not have by default.

The service speaks with a collector on loopback over real TLS, and trusts what this system trusts.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import _agent_day
import _agent_laptop
import _agent_peer
from _agent_process import Process, processes, seconds_to_first_sample, service
from _agent_stub import stub
from _agent_table import Row, at_most, show
from _agent_turns import rows, settle, turns

STARTS = 9
PROCESSES = 400


def main(chosen: list[str]) -> int:
    """Measure what was asked for and print one table; 1 when a figure does not hold."""
    parts: dict[str, Callable[[Path], Iterator[Row]]] = {
        "steady": steady, "laptop": _agent_laptop.laptop, "start": start, "day": day,
    }  # fmt: skip
    if unknown := [name for name in chosen if name not in parts]:
        print(f"no part {' '.join(unknown)}; choose from {', '.join(parts)}", file=sys.stderr)
        return 2
    if sys.platform != "linux":
        print("skipped, because it reads /proc")
        return 0
    found: dict[str, list[Row]] = {}
    with tempfile.TemporaryDirectory(prefix="bench-agent-") as folder:
        for name in chosen or parts:
            (Path(folder) / name).mkdir()
            found[name] = list(parts[name](Path(folder) / name))
    show(found)
    return int(any(row.holds is False for rows in found.values() for row in rows))


def steady(folder: Path) -> Iterator[Row]:
    """Memory and processor time at an equal interval, with as many processes as a laptop has."""
    if reason := _agent_peer.missing():
        print(f"skipped, because {reason}")
        return
    with (
        busy_machine(),
        stub(folder) as far,
        service(folder / "data", far.collector, far.trust) as own,
        _agent_peer.peer() as (other, asked),
    ):
        print(f"steady: with {processes()} processes", flush=True)
        settle([asked])
        taken = turns([Process(own.pid), Process(other)], [asked])
        print(f"steady: {far.uploads.samples} samples arrived in {far.uploads.connections} exchanges")
    yield from rows(*taken)


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
    yield at_most("start to first durable sample", median(seconds) * 1000, " ms", 400)


def day(folder: Path) -> Iterator[Row]:
    """Two days in a few minutes."""
    with stub(folder) as far:
        found = _agent_day.run(folder / "data", far.collector, far.trust)
        uploads, probes = (side.wire_bytes * 8 / 1000 / found.seconds for side in (far.uploads, far.probes))
        print(
            f"day: {found.seconds / 3600:.1f} h in {found.took_seconds:.0f} s, {far.uploads.connections} uploads of"
            f" {far.uploads.samples} samples, {far.probes.connections} connects of probes; exchanges {found.outcomes}"
        )
    yield at_most("uploads", uploads, " kbit/s", 0.5)
    yield at_most("probes of 2 targets", probes, " kbit/s", 1.0)
    yield at_most("CPU of a core in the second day", found.cpu_seconds / (found.seconds / 2) * 100, " %", 0.15)
    yield Row("memory, growth in the first day", f"{(found.day_kib - found.first_kib) / 1024:.2f} MiB")
    yield at_most("memory, drift in the next 24 h", (found.last_kib - found.day_kib) / 1024, " MiB", 1.0)


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


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
