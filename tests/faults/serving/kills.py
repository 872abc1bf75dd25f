"""kill -9 of a real ``serve`` on embedded SQLite, at random moments under load, again and again; then all is counted.

Some are killed while they start. Its jobs end with it, wherever they are.
"""

import shutil
import sqlite3
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from random import Random

from barometer_collector.database import Database, sqlite_url
from barometer_collector.migrations import schema
from barometer_collector.settings import load_settings
from tests.collector.laptops import enrol
from tests.faults.serving.load import Load
from tests.faults.serving.served import Served

LAPTOPS = 4
MOST_SAMPLES = 300  # acknowledged between a start and a kill
START_SECONDS = 1.5
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


def run(kills: int, seconds: float, seed: int = 1) -> Figures:
    """Kill and start until there were so many kills or time is over."""
    folder = Path(tempfile.mkdtemp(prefix="barometer-kills-"))
    try:
        return _run(folder, kills, time.monotonic() + seconds, Random(seed))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(folder: Path, kills: int, end: float, random: Random) -> Figures:
    began, done, while_starting = time.monotonic(), 0, 0
    settings = load_settings({"data_dir": folder}, {})
    with closing(Database(settings.database_url)) as database:
        schema.upgrade(database)
        laptops = [enrol(database, settings) for _ in range(LAPTOPS)]
    load = Load(laptops, [])
    served = Served(folder).wait_until_it_serves()
    load.addresses.append(served.address)
    port = served.port
    with load.sending():
        while done < kills and time.monotonic() < end:
            is_early = random.random() < 0.2
            if is_early:
                served.kill()
                served = Served(folder, port=port)
                time.sleep(random.uniform(0, START_SECONDS))
                while_starting += 1
            else:
                load.more(random.randrange(1, MOST_SAMPLES))
            served.kill()
            done += 1 + is_early
            served = Served(folder, port=port).wait_until_it_serves()
    load.drain()
    stored, counted, health = _told(folder, time.monotonic() + COUNT_SECONDS)
    served.end()
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
