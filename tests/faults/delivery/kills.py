"""kill -9 of agent and collector together, at random moments, again and again; then everything is counted."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import IO, TYPE_CHECKING

from barometer_agent.enrolment import Identity, save
from barometer_collector.database import Database, sqlite_url
from barometer_collector.migrations import schema
from tests.collector.laptops import enrol
from tests.faults.delivery.nursery import SPOOLED, settings_of

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[3]
LONGEST_LIFE_SECONDS = 0.25
DRAIN_SECONDS = 60


@dataclass(frozen=True)
class Figures:
    """What came of it. ``unsure`` samples were just being spooled when the agent was killed, and are stored."""

    agent_kills: int
    collector_kills: int
    spooled: int
    stored: int
    unsure: int
    lost: int
    twice: int
    seconds: float

    def __str__(self) -> str:
        lines = (
            f"{self.agent_kills} kills of the agent, {self.collector_kills} of the collector in {self.seconds:.0f} s",
            f"spooled: {self.spooled:,}",
            f"stored: {self.stored:,} ({self.unsure} of them were being spooled at a kill)",
            f"lost: {self.lost}",
            f"twice: {self.twice}",
        )
        return "\n".join(lines)


class Nursery:
    """One kind of process, of which one lives at a time."""

    def __init__(self, role: str, folder: Path, port: int) -> None:
        command = [sys.executable, "-m", "tests.faults.delivery.nursery", role, str(folder), str(port)]
        self._log = folder / f"{role}.log"
        with self._log.open("w") as log:
            self._process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True, cwd=ROOT
            )
        self._number = 0
        self._pid = 0
        self.kills = 0

    def start(self, task: str = "work") -> None:
        """The next child."""
        self._number += 1
        _pipe(self._process.stdin).write(f"{self._number} {task}\n")
        _pipe(self._process.stdin).flush()
        self._pid = int(_pipe(self._process.stdout).readline())

    def kill(self) -> None:
        """kill -9 of the child that lives."""
        try:
            os.kill(self._pid, signal.SIGKILL)
        except ProcessLookupError as error:
            raise AssertionError(f"it ended by itself: {self._log.read_text()}") from error
        self.wait()
        self.kills += 1

    def wait(self) -> None:
        """Until the child has ended."""
        assert _pipe(self._process.stdout).readline() == "ended\n"
        self._pid = 0

    def close(self) -> None:
        if self._pid:
            with suppress(ProcessLookupError):
                os.kill(self._pid, signal.SIGKILL)
        self._process.kill()
        self._process.communicate()


def run(folder: Path, kills: int, seconds: float, seed: int = 1) -> Figures:
    """Kill until there were that many or time is over, start what was killed, and at the end let everything arrive."""
    random, port = Random(seed), _free_port()
    with ExitStack() as stack:
        collector, agent = (stack.enter_context(_nursery(role, folder, port)) for role in ("collector", "agent"))
        _enrol(folder, port)
        collector.start()
        agent.start()
        began = time.monotonic()
        life = max(LONGEST_LIFE_SECONDS, 3 * _seconds_to_first_sample(folder))
        while collector.kills + agent.kills < kills and time.monotonic() - began < seconds:
            time.sleep(random.uniform(0, life))
            doomed = random.choice([[agent], [collector], [agent, collector], [collector, agent]])
            for nursery in doomed:
                nursery.kill()
            for nursery in doomed:
                nursery.start()
        agent.kill()
        agent.start("drain")
        agent.wait()
        collector.kill()
        return _count(folder, agent.kills, collector.kills, time.monotonic() - began)


def _seconds_to_first_sample(folder: Path) -> float:
    """How long the first agent took to come so far: on a busy machine nothing happens in lives that are short."""
    began = time.monotonic()
    journal = folder / "agent" / SPOOLED
    while not (journal.exists() and journal.stat().st_size) and time.monotonic() - began < DRAIN_SECONDS:
        time.sleep(0.01)
    return time.monotonic() - began


@contextmanager
def _nursery(role: str, folder: Path, port: int) -> "Iterator[Nursery]":
    (folder / role).mkdir()
    nursery = Nursery(role, folder / role, port)
    try:
        yield nursery
    finally:
        nursery.close()


def _enrol(folder: Path, port: int) -> None:
    settings = settings_of(folder / "collector")
    with closing(Database(sqlite_url(settings.data_dir))) as database:
        schema.upgrade(database)
        laptop = enrol(database, settings)
    secret = laptop.key.partition(".")[2]
    save(folder / "agent", Identity(f"{laptop.device_id:016x}", secret, "Finance", f"http://127.0.0.1:{port}"))


def _count(folder: Path, agent_kills: int, collector_kills: int, seconds: float) -> Figures:
    spooled = {int(line) for line in (folder / "agent" / SPOOLED).read_text().splitlines()}
    with closing(sqlite3.connect(folder / "collector" / "barometer.sqlite")) as connection:
        stored = Counter(value for (value,) in connection.execute("SELECT value FROM sample"))
        others = connection.execute(
            "SELECT (SELECT count(*) FROM quarantined), (SELECT count(*) FROM dropped)"
        ).fetchone()
    assert others == (0, 0), f"quarantined, dropped: {others}"
    return Figures(
        agent_kills,
        collector_kills,
        len(spooled),
        stored.total(),
        len(set(stored) - spooled),
        len(spooled - set(stored)),
        stored.total() - len(stored),
        seconds,
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _pipe(stream: IO[str] | None) -> IO[str]:
    assert stream is not None
    return stream
