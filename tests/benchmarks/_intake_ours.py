"""The collector as ``barometer-collector serve`` runs it, on one core, with laptops that were enrolled before."""

import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
from _intake_core import end, family, signalled, start
from _intake_samples import Laptop, as_batch, laptops

from barometer_collector.database import Database, sqlite_url
from barometer_collector.devices import store as devices
from barometer_collector.devices.rules import sha256
from barometer_collector.ingest import store as ingest
from barometer_collector.migrations import schema
from barometer_collector.teams import service as teams
from barometer_shared.protocol import EnrolmentRequest

COMMAND = str(Path(sys.executable).with_name("barometer-collector"))
_JOBS = "barometer_collector.jobs"
_PATIENCE_SECONDS = 60.0


@dataclass
class Collector:
    """A collector that listens. Without ``jobs`` its second process, which rolls up and scores, is held."""

    name: str
    process: "subprocess.Popen[str]"
    port: int
    url: str
    jobs: bool
    database_pid: int | None = None  # of a PostgreSQL that works for it on the same core
    wanted: int = 202

    request = staticmethod(as_batch)

    def processes(self) -> list[psutil.Process]:
        return [*self._own(), *(family(self.database_pid) if self.database_pid else ())]

    def resume(self) -> None:
        for each in self._own():
            if self.jobs or not _does_jobs(each):
                signalled([each], signal.SIGCONT)

    def pause(self) -> None:
        signalled(self._own(), signal.SIGSTOP)

    def stored(self) -> int:
        """How many samples the database has."""
        with closing(Database(self.url)) as database, database.reading() as session:
            return int(session.connection().exec_driver_sql("SELECT count(*) FROM sample").scalar_one())

    def said(self) -> str:
        """How far the roll-up came."""
        with closing(Database(self.url)) as database, database.reading() as session:
            return f", {ingest.open_batches(session)[0]:,} batches wait for the roll-up"

    def _own(self) -> list[psutil.Process]:
        return family(self.process.pid)


def template(folder: Path) -> Path:
    """A database of SQLite in ``folder`` with the whole schema and every laptop."""
    folder.mkdir()
    with closing(Database(sqlite_url(folder))) as database:
        schema.upgrade(database)
        enrol(database)
    return folder / "barometer.sqlite"


def enrol(database: Database) -> None:
    """Make every laptop of the benchmark known, as enrolling over HTTP would."""
    now = int(time.time() * 1000)
    with database.writing() as session:
        team = teams.ensure_team(session, "Bench", now)
        for laptop in laptops():
            _enrol(session, laptop, now)
            teams.join(session, laptop.number, team, now // 86_400_000)


@contextmanager
def collector(
    name: str, folder: Path, database: Path | str, *, jobs: bool, database_pid: int | None = None
) -> Iterator[Collector]:
    """One of its own in ``folder``, over a copy of a file of SQLite, or over a database of PostgreSQL."""
    folder.mkdir()
    environment = {"DATABASE_URL": "" if isinstance(database, Path) else database}
    if isinstance(database, Path):
        shutil.copy(database, folder / "barometer.sqlite")
    url = sqlite_url(folder) if isinstance(database, Path) else database
    log = os.open(folder / "log", os.O_CREAT | os.O_WRONLY)
    process = start([COMMAND, "serve", "--data", str(folder), "--port", "0"], environment, log)
    os.close(log)
    try:
        made = Collector(name, process, _port(process, folder), url, jobs, database_pid)
        if not jobs:
            _hold_jobs(made)
        made.pause()
        yield made
    finally:
        end(process)


def _enrol(session: object, laptop: Laptop, now: int) -> None:
    request = EnrolmentRequest("none", f"LT-{laptop.shown}", "0" * 64, "linux", "Debian GNU/Linux 12", "0.1.0")
    devices.put_device(
        session,  # type: ignore[arg-type]
        request,
        number=laptop.number,
        hardware_hash=sha256(laptop.shown),
        secret_hash=sha256(laptop.secret),
        simulated=True,
        enrolled_at=now,
    )


def _port(process: "subprocess.Popen[str]", folder: Path) -> int:
    assert process.stdout is not None
    for line in process.stdout:
        if found := re.search(r"http://[0-9.]+:(\d+)", line):
            return int(found[1])
    raise RuntimeError(f"the collector ended before it said where it listens: {(folder / 'log').read_text()[-2000:]}")


def _does_jobs(process: psutil.Process) -> bool:
    return _JOBS in " ".join(process.cmdline())


def _hold_jobs(made: Collector) -> None:
    """Stop the process of the jobs where it holds no lock: in the middle of a transaction it would hold up intake."""
    until = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < until:
        time.sleep(0.2)
        found = [each for each in made.processes() if _does_jobs(each)]
        signalled(found, signal.SIGSTOP)
        if found and not _is_locked(made.url):
            return
        signalled(found, signal.SIGCONT)
    raise RuntimeError("the process of the jobs could not be stopped outside a transaction")


def _is_locked(url: str) -> bool:
    if not url.startswith("sqlite:///"):
        return False
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"), timeout=0.2, isolation_level=None)) as connection:
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return True
        connection.execute("ROLLBACK")
        return False
