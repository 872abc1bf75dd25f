"""A collector as installed, in processes of its own, with what they take looked at once a second."""

import contextlib
import sqlite3
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import psutil

_STOPS = 60.0
_SETTLES = 1_800.0


@dataclass
class Look:
    """At one moment: processor seconds since their start and resident bytes of the collector's processes."""

    at: float
    cpu: dict[str, float]
    rss: dict[str, int]
    wal: int
    database: int


@dataclass
class Watched:
    """A collector that serves at ``address``, and the looks at it."""

    address: str
    looks: list[Look] = field(default_factory=list)

    def cpu_seconds(self, begin: float, end: float) -> dict[str, float]:
        """Processor seconds by process between two moments (seconds since 1970)."""
        chosen = [look for look in self.looks if begin - 1 <= look.at <= end + 1]
        if not chosen:
            return {}
        last = chosen[-1].cpu
        return {name: last[name] - chosen[0].cpu.get(name, 0.0) for name in last}

    def settled(self, data: Path) -> float:
        """Wait until every laptop was scored once, as of a collector that knows its fleet; the seconds that took."""
        began = time.time()
        while time.time() - began < _SETTLES:
            time.sleep(1.0)
            with closing(sqlite3.connect(f"file:{data / 'barometer.sqlite'}?mode=ro", uri=True)) as connection:
                done = [row[0] for row in connection.execute("SELECT is_done AND is_told FROM scored_day")]
            if done and all(done):
                return time.time() - began
        raise RuntimeError(f"the collector did not score its fleet within {_SETTLES:.0f} s")

    @property
    def most_rss(self) -> int:
        """Of all processes together, at the worst moment."""
        return max(sum(look.rss.values()) for look in self.looks)

    @property
    def most_wal(self) -> int:
        return max(look.wal for look in self.looks)


@contextlib.contextmanager
def serving(command: Path, data: Path, **environment: str) -> Iterator[Watched]:
    """``serve`` over ``data`` on a free port, until the end of the block."""
    log = (data / "serve.log").open("wb")
    process = subprocess.Popen(
        [command, "serve", "--data", data, "--port", "0", "--public-url", "http://localhost"],
        stdout=subprocess.PIPE, stderr=log, text=True, env=environment or None,
    )  # fmt: skip
    stop = threading.Event()
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        if "http://" not in line:
            raise RuntimeError(f"the collector did not start: {(data / 'serve.log').read_text()[-2000:]}")
        watched = Watched(line.split()[-1])
        thread = threading.Thread(target=_look, args=(psutil.Process(process.pid), data, watched, stop), daemon=True)
        thread.start()
        yield watched
    finally:
        stop.set()
        process.terminate()
        try:
            process.wait(_STOPS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        log.close()


def _look(parent: psutil.Process, data: Path, watched: Watched, stop: threading.Event) -> None:
    while not stop.wait(1.0):
        cpu: dict[str, float] = {}
        rss: dict[str, int] = {}
        with contextlib.suppress(psutil.Error):
            for process in (parent, *parent.children(recursive=True)):
                name = "jobs" if "jobs" in " ".join(process.cmdline()) else f"intake {process.pid}"
                times = process.cpu_times()
                cpu[name] = cpu.get(name, 0.0) + times.user + times.system
                rss[name] = rss.get(name, 0) + process.memory_info().rss
            file = data / "barometer.sqlite"
            watched.looks.append(Look(time.time(), cpu, rss, _size(file.with_name(file.name + "-wal")), _size(file)))


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
