"""How much the intake takes in durably on one core, beside others on the same core, with the same samples.

    python3 run.py bench intake                                                      all of it
    python3 run.py bench intake [victoria] [influx] [obvious] [executemany] [jobs] [postgres]    parts of it
    BAROMETER_BENCH_SECONDS=3 BAROMETER_BENCH_ROUNDS=3 python3 run.py bench intake victoria       a quick look

``victoria``     durable batches/s against VictoriaMetrics, which acknowledges what it has in memory
``influx``       against InfluxDB 1.6, which syncs its log
``obvious``      against FastAPI and SQLModel written the obvious way, on SQLite
``jobs``         against itself, while its second process rolls up and scores on the same core
``executemany``  samples/s over HTTP against plain indexed executemany into SQLite
``postgres``     the collector on PostgreSQL against psycopg's binary COPY

Every server has core 1 to itself with all its processes (GOMAXPROCS=1); the generator has core 0 and sends requests
that were prepared before the turn, one at a time on each connection. The others are stopped while one has its turn.
A batch is 100 samples of one of 8,000 laptops: gzipped JSON for the collector, gzipped line protocol for the databases
(25 values in a handful of lines, as Telegraf groups them), plain JSON for the obvious way. No batch is sent twice. In
the rows with a must the collector's second process is held, as none of the others rolls up; ``jobs`` tells what it takes.
BAROMETER_BENCH_CONNECTIONS chooses how many connections there are.
"""

import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import _intake_peers as peers
from _intake_ours import collector, template
from _intake_supply import Supply
from _intake_table import Compared, lines
from _intake_turns import Contestant, Plan, Served, Server, Turn, rounds

OURS, WITH_JOBS = "Barometer", "Barometer with jobs"
PARTS = ("victoria", "influx", "obvious", "jobs", "executemany", "postgres")
PEERS = {
    "victoria": (peers.victoria, "victoria-metrics", "victoria-metrics", "VictoriaMetrics", 0.8, 1.0),
    "influx": (peers.influx, "influxd", "influxdb", "InfluxDB", 2.0, None),
    "obvious": (peers.obvious, sys.executable, "", "FastAPI+SQLModel", 15.0, None),
}


def main(chosen: Sequence[str]) -> int:
    """Measure what was asked for and print one table; 1 when a figure does not hold or a sample is missing."""
    if unknown := [name for name in chosen if name not in PARTS]:
        print(f"no part {' '.join(unknown)}; choose from {', '.join(PARTS)}", file=sys.stderr)
        return 2
    if sys.platform != "linux" or (os.cpu_count() or 1) < 2:
        print("skipped, because it needs Linux and two cores")
        return 0
    plan = Plan(
        int(os.environ.get("BAROMETER_BENCH_ROUNDS", "5")),
        float(os.environ.get("BAROMETER_BENCH_SECONDS", "10")),
        int(os.environ.get("BAROMETER_BENCH_CONNECTIONS", "32")),
    )
    with tempfile.TemporaryDirectory(prefix="bench-intake-") as folder, ProcessPoolExecutor() as pool:
        found, faults = over_http(Path(folder), pool, plan, chosen or PARTS)
    print(f"\n{plan.rounds} rounds of {plan.seconds:g} s over {plan.connections} connections; load {os.getloadavg()}")
    print("\n".join(lines(found)))
    print("\n".join(faults))
    return int(bool(faults) or any(row.holds is False for row in found))


def over_http(
    folder: Path, pool: ProcessPoolExecutor, plan: Plan, chosen: Sequence[str]
) -> tuple[list[Compared], list[str]]:
    """The collector and its peers in the same rounds."""
    made = template(folder / "template")
    with ExitStack() as stack:
        contestants: list[Contestant] = []

        def add(server: Server) -> None:
            contestants.append(Served(server, Supply(pool, server.request)))

        add(stack.enter_context(collector(OURS, folder / "ours", made, jobs=False)))
        if "jobs" in chosen:
            add(stack.enter_context(collector(WITH_JOBS, folder / "jobs", made, jobs=True)))
        for part in (name for name in chosen if name in PEERS):
            start, command, package, *_ = PEERS[part]
            if reason := peers.missing(command, package):
                print(f"{part}: skipped, because {reason}")
                continue
            peer = stack.enter_context(start(folder / part))
            peer.pause()
            add(peer)
        taken = rounds(contestants, plan)
        faults = [fault for each in contestants for fault in each.faults()]
    return list(compared(taken)), faults


def compared(taken: dict[str, list[Turn]]) -> Iterator[Compared]:
    """A row for each who had turns besides the collector."""
    rates = {name: [turn.samples_per_second / 100 for turn in turns] for name, turns in taken.items()}
    for _start, _command, _package, name, must, aim in PEERS.values():
        if name in rates:
            yield Compared(name, rates[OURS], rates[name], "batches/s", must, aim)
    if WITH_JOBS in rates:
        yield Compared(f"{WITH_JOBS}: itself without", rates[WITH_JOBS], rates[OURS], "batches/s")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
