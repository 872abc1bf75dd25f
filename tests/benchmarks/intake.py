"""How much the intake takes in durably on one core, beside others on the same core, with the same samples.

    python3 run.py bench intake                                                      all of it
    python3 run.py bench intake [victoria] [influx] [obvious] [executemany] [jobs] [postgres] [steps]
    BAROMETER_BENCH_SECONDS=3 BAROMETER_BENCH_ROUNDS=3 python3 run.py bench intake victoria       a quick look

``victoria``     durable batches/s against VictoriaMetrics, which acknowledges what it has in memory
``influx``       against InfluxDB 1.6, which syncs its log
``obvious``      against FastAPI and SQLModel written the obvious way, on SQLite
``jobs``         against itself, while its second process rolls up and scores on the same core
``executemany``  samples/s over HTTP against plain indexed executemany into SQLite
``postgres``     the collector on PostgreSQL against psycopg's binary COPY
``steps``        what the steps of taking in a batch cost at the least

Every server has core 1 to itself with all its processes (GOMAXPROCS=1); the generator has core 0 and sends requests
that were prepared before the turn, one at a time on each connection. The others are stopped while one has its turn.
A batch is 100 samples of one of 8,000 laptops: gzipped JSON for the collector, gzipped line protocol for the databases
(values of the same moment and tags in one line, as Telegraf groups them), plain JSON for the obvious way. No batch is
sent twice. In the rows with a must the collector's second process is held, as none of the others rolls up; ``jobs``
tells what it takes. BAROMETER_BENCH_CONNECTIONS chooses how many connections there are, and BAROMETER_BENCH_NICE=-10
(as root) helps where a machine has other work: all of them get it.
"""

import os
import signal
import socket
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import _intake_peers as peers
import _intake_steps
from _intake_direct import COPY, EXECUTEMANY, copying, executemany, missing, postgres
from _intake_ours import collector, template
from _intake_samples import SAMPLES
from _intake_supply import Supply
from _intake_table import Compared, lines
from _intake_turns import Contestant, Plan, Served, Server, Turn, rounds, shared

OURS, WITH_JOBS, ON_POSTGRES = "Barometer", "Barometer with jobs", "Barometer on PostgreSQL"
PARTS = ("victoria", "influx", "obvious", "jobs", "executemany", "postgres", "steps")
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
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that what was started is ended
    if not (alone := _alone()):
        print("another run measures on the same cores: wait until it is done", file=sys.stderr)
        return 2
    plan = Plan(
        int(os.environ.get("BAROMETER_BENCH_ROUNDS", "5")),
        float(os.environ.get("BAROMETER_BENCH_SECONDS", "10")),
        int(os.environ.get("BAROMETER_BENCH_CONNECTIONS", "32")),
    )
    with alone, tempfile.TemporaryDirectory(prefix="bench-intake-") as folder, ProcessPoolExecutor() as pool:
        if "steps" in (chosen or PARTS):
            _intake_steps.show(Path(folder) / "steps")
        if set(chosen) == {"steps"}:
            return 0
        show_ceiling(Path(folder), pool, plan)
        found, faults = over_http(Path(folder), pool, plan, chosen or PARTS)
        more, wrong = on_postgres(Path(folder), pool, plan, chosen or PARTS)
    print(f"\n{plan.rounds} rounds of {plan.seconds:g} s over {plan.connections} connections; load {os.getloadavg()}")
    print("\n".join([*lines([*found, *more]), *faults, *wrong]))
    return int(bool(faults or wrong) or any(row.holds is False for row in (*found, *more)))


def _alone() -> socket.socket | None:
    """Held while this run measures: a name that the system gives to one process at a time."""
    held = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        held.bind("\0barometer-bench-intake")
    except OSError:
        held.close()
        return None
    return held


def show_ceiling(folder: Path, pool: ProcessPoolExecutor, plan: Plan) -> None:
    """Print what the generator can send, so that it is seen that nobody waits for it."""
    with peers.trivial(folder / "trivial") as server:
        nothing = Served(server, Supply(pool, server.request), rate=30_000, room=1.0)
        turn = nothing.turn(plan._replace(seconds=1.0))
    print(
        f"the generator against a server that does nothing: {turn.samples_per_second / SAMPLES:,.0f} batches/s"
        f" with {turn.generator:.0%} of its core, load {os.getloadavg()[0]:.1f}"
    )


def over_http(
    folder: Path, pool: ProcessPoolExecutor, plan: Plan, chosen: Sequence[str]
) -> tuple[list[Compared], list[str]]:
    """The collector on SQLite and its peers in the same rounds; rows of the table, and what went wrong."""
    others = [name for name in chosen if name not in ("postgres", "steps")]
    if not others:
        return [], []
    made = template(folder / "template")
    with ExitStack() as stack:
        servers: list[Server] = [stack.enter_context(collector(OURS, folder / "ours", made, jobs=False))]
        if "jobs" in others:
            servers.append(stack.enter_context(collector(WITH_JOBS, folder / "jobs", made, jobs=True)))
        for part in (name for name in others if name in PEERS):
            start, command, package, *_ = PEERS[part]
            if reason := peers.missing(command, package):
                print(f"{part}: skipped, because {reason}")
                continue
            servers.append(stack.enter_context(start(folder / part)))
            servers[-1].pause()
        contestants: list[Contestant] = [Served(server, Supply(pool, server.request)) for server in servers]
        if "executemany" in others:
            contestants.append(executemany(folder / "executemany"))
        return _held(contestants, plan)


def on_postgres(
    folder: Path, pool: ProcessPoolExecutor, plan: Plan, chosen: Sequence[str]
) -> tuple[list[Compared], list[str]]:
    """The collector on PostgreSQL, and COPY into the same PostgreSQL."""
    if "postgres" not in chosen:
        return [], []
    if reason := missing():
        print(f"postgres: skipped, because {reason}")
        return [], []
    with (
        postgres() as (address, pid),
        collector(ON_POSTGRES, folder / "postgres", address, jobs=False, database_pid=pid) as server,
    ):
        return _held([Served(server, Supply(pool, server.request)), copying(address)], plan)


def _held(contestants: Sequence[Contestant], plan: Plan) -> tuple[list[Compared], list[str]]:
    taken = rounds(contestants, plan)
    faults = [fault for each in contestants for fault in each.faults()]
    print(shared(taken.values()))
    return list(compared(taken)), faults


def compared(taken: dict[str, list[Turn]]) -> Iterator[Compared]:
    """A row for each who had turns besides the collector."""
    samples = {name: [turn.samples_per_second for turn in turns] for name, turns in taken.items()}
    batches = {name: [rate / SAMPLES for rate in rates] for name, rates in samples.items()}
    spent = {name: [turn.samples_per_cpu_second / SAMPLES for turn in turns] for name, turns in taken.items()}
    for _start, _command, _package, name, must, aim in PEERS.values():
        if name in batches:
            yield Compared(name, batches[OURS], batches[name], "batches/s", must, aim)
            yield Compared("  the same, a second of CPU time", spent[OURS], spent[name], "batches")
    if WITH_JOBS in batches:
        yield Compared("itself, jobs on the same core", batches[WITH_JOBS], batches[OURS], "batches/s")
    if EXECUTEMANY in samples:
        yield Compared("executemany into SQLite", samples[OURS], samples[EXECUTEMANY], "samples/s", 0.5)
    if COPY in samples:
        yield Compared("COPY into PostgreSQL", samples[ON_POSTGRES], samples[COPY], "samples/s", 0.6)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
