"""kill -9 of a real ``serve`` on embedded SQLite, at random moments under load, again and again; then all is counted.

Some are killed while they start. Its jobs end with it, wherever they are.
"""

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random

from barometer_collector.database import Database, sqlite_url
from barometer_collector.migrations import schema
from barometer_collector.settings import load_settings
from tests.collector.laptops import enrol
from tests.faults.serving.load import Load

ROOT = Path(__file__).parents[3]
LAPTOPS = 4
MOST_SAMPLES = 300  # acknowledged between a start and a kill
EARLY, START_SECONDS = 0.2, 0.3  # of all lives, this share ends while it starts
LATE, JOBS_SECONDS = 0.1, 5.0  # and that share lasts until its jobs have begun to count
COUNT_SECONDS = 60


@dataclass(frozen=True)
class Figures:
    """What came of it, in samples; ``counted`` is what the roll-up made of them after the last start."""

    kills: int
    while_starting: int
    acknowledged: int
    cut: int
    missing: int
    twice: int
    unknown: int
    stored: int
    counted: int
    health: str
    faults: int
    seconds: float

    @property
    def is_good(self) -> bool:
        lost = (self.missing, self.twice, self.unknown, self.stored - self.counted, self.faults)
        return lost == (0, 0, 0, 0, 0) and self.health == "ok"

    def __str__(self) -> str:
        lines = (
            f"{self.kills} kills in {self.seconds:.0f} s, {self.while_starting} of them while it started",
            f"samples acknowledged: {self.acknowledged:,}; requests cut: {self.cut:,}",
            f"acknowledged and missing: {self.missing}, twice: {self.twice}, of nobody: {self.unknown}",
            f"stored: {self.stored:,}, counted: {self.counted:,}; other faults: {self.faults}; the file: {self.health}",
        )
        return "\n".join(lines)


class Nursery:
    """Collectors over ``folder``, of which one lives at a time."""

    def __init__(self, folder: Path) -> None:
        self._log = folder / "serve.log"
        self._port = _free_port()
        self.address = f"http://127.0.0.1:{self._port}"
        command = [sys.executable, "-m", "tests.faults.serving.nursery", str(folder), str(self._port)]
        environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        environment["BAROMETER_DEVICE_BATCHES_PER_MINUTE"] = "0"
        with self._log.open("w") as log:
            self._process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True, cwd=ROOT, env=environment
            )
        self._pid = 0

    def start(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        self._pid = int(self._line())

    def kill(self) -> None:
        """kill -9 of the one that lives."""
        try:
            os.kill(self._pid, signal.SIGKILL)
        except ProcessLookupError as error:
            raise AssertionError(f"it ended by itself: {self._log.read_text()}") from error
        assert self._line() == "ended\n"
        self._pid = 0

    def close(self) -> None:
        if self._pid:
            with suppress(ProcessLookupError):
                os.kill(self._pid, signal.SIGKILL)
        self._process.kill()
        self._process.communicate()

    def _line(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline()


def run(kills: int, seconds: float, seed: int = 1) -> Figures:
    """Kill and start until there were so many kills or time is over."""
    folder = Path(tempfile.mkdtemp(prefix="barometer-kills-"))
    try:
        with closing(Nursery(folder)) as nursery:
            return _run(nursery, folder, kills, time.monotonic() + seconds, Random(seed))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(nursery: Nursery, folder: Path, kills: int, end: float, random: Random) -> Figures:
    began, done, while_starting = time.monotonic(), 0, 0
    settings = load_settings({"data_dir": folder}, {})
    with closing(Database(settings.database_url)) as database:
        schema.upgrade(database)
        laptops = [enrol(database, settings) for _ in range(LAPTOPS)]
    load = Load(laptops, [nursery.address])
    nursery.start()
    with load.sending():
        while done < kills and time.monotonic() < end:
            chance = random.random()
            if chance < EARLY:
                time.sleep(random.uniform(0, START_SECONDS))
                while_starting += 1
            else:
                load.more(random.randrange(1, MOST_SAMPLES))
                time.sleep(random.uniform(0, JOBS_SECONDS) if chance > 1 - LATE else 0)
            nursery.kill()
            done += 1
            nursery.start()
    load.drain()
    stored, counted, health = _told(folder, time.monotonic() + COUNT_SECONDS)
    nursery.kill()
    with closing(Database(sqlite_url(folder))) as database:
        found = load.found(database)
    seconds = time.monotonic() - began
    lost = (found.missing, found.twice, found.unknown)
    return Figures(
        done, while_starting, found.acknowledged, load.cut, *lost, stored, counted, health, len(load.faults), seconds
    )


def _told(folder: Path, end: float) -> tuple[int, int, str]:
    """Stored, and counted by the jobs of the last one, once they have done so."""
    with closing(sqlite3.connect(folder / "barometer.sqlite", timeout=20)) as connection:
        stored = connection.execute("SELECT count(*) FROM sample").fetchone()[0]
        while (counted := _counted(connection)) != stored and time.monotonic() < end:
            time.sleep(0.1)
        return stored, counted, connection.execute("PRAGMA integrity_check").fetchone()[0]


def _counted(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT coalesce(sum(n), 0) FROM device_day").fetchone()[0])


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
