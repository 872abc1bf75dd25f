"""A whole fleet against one collector on SQLite, in real time: nothing lost, nothing late, and what it takes.

    python3 run.py bench fleet [hundred] [million] [million5] [storm]

hundred: 100,000 laptops at the pace of five minutes; million: a million at that of fifteen, million5 at that of five;
storm: 100,000 come back from an outage of hours with 1.2 million batches between them. Everything is real: sockets, the
agents' rules of waiting, roll-up and scores; generator and collector share the machine. BAROMETER_BENCH_SECONDS gives
all of them another length; of the storm it is that of its window, with fewer laptops.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.benchmarks import _fleet_made as made
from tests.benchmarks._fleet_watched import Watched, serving

SECONDS = float(os.environ.get("BAROMETER_BENCH_SECONDS", "0"))
FOLDER = os.environ.get("BAROMETER_BENCH_FOLDER")
COMMAND = Path(sys.executable).with_name(made.COLLECTOR)
MIB = 1 << 20
STORM_SECONDS = 1_200
STORM_BATCHES = 12

Row = tuple[str, str, str, bool | None]


@dataclass(frozen=True)
class Part:
    """One run: ``judge`` gives its rows from the generator's figures, what was watched, and how long it was to take."""

    laptops: int
    interval: int
    seconds: float
    judge: Callable[[dict[str, Any], Watched, float], Iterator[Row]]
    storm: bool = False


def main(arguments: list[str]) -> int:
    """Print a table for each part that was asked for; 1 where something that must hold did not."""
    missed = 0
    for name in arguments or list(PARTS):
        print(f"\n{name}: load before {os.getloadavg()[0]:.1f}", flush=True)
        rows = run(PARTS[name])
        width = max(len(row[0]) for row in rows)
        for what, must, measured, held in rows:
            verdict = "" if held is None else "held" if held else "MISSED"
            print(f"  {what:{width}}  {must:>10}  {measured:>28}  {verdict}")
        missed += sum(row[3] is False for row in rows)
    return int(missed > 0)


def run(part: Part) -> list[Row]:
    """Prepare, drive, and judge."""
    seconds = SECONDS or part.seconds
    laptops = int(part.laptops * min(1.0, seconds / STORM_SECONDS)) if part.storm else part.laptops
    with tempfile.TemporaryDirectory(dir=FOLDER, prefix="barometer-fleet-") as folder:
        data = Path(folder)
        keys, token = made.make(COMMAND, data, laptops)
        with serving(COMMAND, data) as watched:
            print(f"  the collector knows its {laptops:,} laptops after {watched.settled(data):.0f} s", flush=True)
            command = [
                COMMAND, "simulate", "--server", watched.address, "--keys", keys, "--api-token", token,
                "--devices", str(laptops), "--interval", str(part.interval), "--minutes", str(seconds / 60),
                "--drain", str(min(15.0, max(0.5, seconds / 60))), "--report", data / "report.json",
                "--scenario", _scenario(data, part, seconds),
            ]  # fmt: skip
            done = subprocess.run(command, check=False, capture_output=True, text=True)
            report = data / "report.json"
            if not report.exists():
                raise RuntimeError(f"the generator ended with {done.returncode}: {done.stderr[-2000:]}")
            print("  " + done.stdout.replace("\n", "\n  ").rstrip(), flush=True)
            figures = msgspec.json.decode(report.read_bytes())
        return [*part.judge(figures, watched, seconds), *_told(figures, watched)]


def _scenario(data: Path, part: Part, seconds: float) -> Path | str:
    if not part.storm:
        return "steady"
    path = data / "storm.toml"
    within = 900 * seconds / STORM_SECONDS
    path.write_text(f"[storm]\nbatches = {STORM_BATCHES}\nwithin_seconds = {within}\nsteady = true\n")
    return path


def _lost(figures: dict[str, Any]) -> Iterator[Row]:
    audit = figures["audit"]
    left = figures["unsent"] + figures["unsure"]
    yield "acknowledged and missing", "0", str(audit["missing"]), audit["missing"] == 0
    twice = audit["stored_more"] + audit["counted_more"]
    yield "samples stored or counted twice", "0", str(twice), twice == 0
    fewer = audit["stored_less"] + audit["counted_less"]
    yield "samples acknowledged, not stored or counted", "0", str(fewer), fewer == 0
    yield "never handed in", "0", f"{left} of {figures['planned']}", left == 0


def _steady(most_ms: float, most_lag: float, most_fresh: float) -> Callable[..., Iterator[Row]]:
    def judge(figures: dict[str, Any], _watched: Watched, _seconds: float) -> Iterator[Row]:
        yield from _lost(figures)
        p99 = 1000 * figures["latency"]["p99"]
        yield "latency p99, from when it was due", f"<= {most_ms:.0f} ms", f"{p99:.1f} ms", p99 <= most_ms
        lag = max((each[1] for each in figures["lags"]), default=float("inf"))
        yield "roll-up lag at most", f"<= {most_lag:.0f} s", f"{lag:.1f} s", lag <= most_lag
        fresh = sorted(figures["fresh"])
        longest = fresh[-1] if fresh and not figures["stale"] else float("inf")
        shown = f"{longest:.1f} s ({len(fresh)} looked at)"
        yield "acknowledged until in the score", f"<= {most_fresh:.0f} s", shown, longest <= most_fresh

    return judge


def _hundred(figures: dict[str, Any], watched: Watched, seconds: float) -> Iterator[Row]:
    yield from _steady(100, 5, 5)(figures, watched, seconds)
    share = sum(_cpu(figures, watched, seconds).values()) / seconds
    yield "processor, all of the collector's processes", "<= 40 %", f"{100 * share:.0f} % of a core", share <= 0.4


def _million(figures: dict[str, Any], watched: Watched, seconds: float) -> Iterator[Row]:
    yield from _steady(250, 60, 60)(figures, watched, seconds)
    yield _memory(watched)


def _storm(figures: dict[str, Any], watched: Watched, seconds: float) -> Iterator[Row]:
    yield from _lost(figures)
    done = figures["waited_done"] or float("inf")
    yield (
        "all that had waited is handed in after",
        f"<= {seconds / 60:.0f} min",
        f"{done / 60:.1f} min",
        done <= seconds,
    )
    statuses = set(figures["statuses"])
    yield "replies", "202/429/503", ", ".join(sorted(statuses)), statuses <= {"202", "429", "503"}
    yield _memory(watched)


def _memory(watched: Watched) -> Row:
    most = watched.most_rss / MIB
    return "resident memory, all processes", "<= 512 MB", f"{most:.0f} MiB", watched.most_rss <= 512_000_000


def _told(figures: dict[str, Any], watched: Watched) -> Iterator[Row]:
    seconds = figures["seconds"]
    for name, cpu in _cpu(figures, watched, seconds).items():
        each = f"{100 * cpu / seconds:.0f} %, {1e6 * cpu / max(1, figures['acknowledged']):.0f} us a batch"
        yield f"processor: {name.split()[0]}", "", each, None
    own = figures["cpu_seconds"]
    yield "processor: generator", "", f"{100 * own / seconds:.0f} %, {1e6 * own / figures['requests']:.0f} us", None
    samples = figures["samples"]
    yield "samples a second", "", f"{samples / seconds:,.0f}", None
    last = watched.looks[-1]
    size = f"{last.database / MIB:,.0f} MiB, {last.database / max(1, samples):.0f} B a sample"
    yield "database, and its log at most", "", f"{size}; {watched.most_wal / MIB:.0f} MiB", None


def _cpu(figures: dict[str, Any], watched: Watched, seconds: float) -> dict[str, float]:
    began = figures["began"]
    return watched.cpu_seconds(began, began + seconds)


PARTS = {
    "hundred": Part(100_000, 300, 600, _hundred),
    "million": Part(1_000_000, 900, 300, _million),
    "million5": Part(1_000_000, 300, 300, _million),
    "storm": Part(100_000, 300, STORM_SECONDS, _storm, storm=True),
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
