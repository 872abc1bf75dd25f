"""Lives of the collector's intake on embedded SQLite, each ended at one call that changes a file.

    python -m tests.faults.intake.kills FOLDER POINTS [SYNCHRONOUS]

to be run with the file layer preloaded. A life takes in groups of batches, some of them for the second time, rolls up
and is started again, until it is killed or its power is cut; some are lived on a disk that fails for a while. Then the
laptops send all of it once more, as they do with what nobody acknowledged, and everything is counted. SYNCHRONOUS
weakens the database, to see that this is noticed.
"""

import asyncio
import errno
import gc
import logging
import os
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from itertools import count, cycle
from pathlib import Path
from random import Random
from typing import Any

import msgspec
from prometheus_client import CollectorRegistry
from sqlalchemy import event, text

from barometer_collector.database import Database, DatabaseUnavailableError, Session, sqlite_url
from barometer_collector.errors import ProblemError
from barometer_collector.ingest.arrivals import Arrival
from barometer_collector.ingest.commit import Committer
from barometer_collector.ingest.meters import Meters
from barometer_collector.ingest.service import Result, take_in
from barometer_collector.migrations import schema
from barometer_collector.rollup.service import roll_up
from barometer_collector.settings import Settings
from tests.collector.laptops import NOON, Laptop, batch, enrol, sample
from tests.faults.spool import disk
from tests.faults.spool.disk import Power, Strike
from tests.faults.spool.kills import MOST_FAULTS, child

ACTS, BATCHES, SAMPLES = 12, 24, 3
SECRET = b"a secret of thirty-two bytes...."


@dataclass
class Figures:
    """What a run found.

    ``first_starts`` were struck while the tables were made. ``acknowledged`` counts samples of all lives; ``unsure``
    were stored and not acknowledged; ``put_off`` counts batches that were to come again because the disk failed.
    """

    points: int = 0
    first_starts: int = 0
    power_cuts: int = 0
    failing_disks: int = 0
    put_off: int = 0
    killed_again_while_opening: int = 0
    acknowledged: int = 0
    unsure: int = 0
    lost: int = 0
    twice: int = 0
    faults: list[str] = field(default_factory=list)


class Collector:
    """An intake over the database in ``folder``, as a service runs it: one writer, group after group."""

    def __init__(self, folder: Path, synchronous: str = "") -> None:
        self._folder, self._synchronous = folder, synchronous
        self._settings = Settings(data_dir=folder, database_url=sqlite_url(folder), secret=SECRET)
        self.database = self._open()

    def take_in(self, arrivals: list[Arrival]) -> list[bool]:
        """Which of them were acknowledged; the others are to come again."""
        results = asyncio.run(self._group(arrivals))
        for result in results:
            if isinstance(result, BaseException) and not _comes_again(result):
                raise result
        return [not isinstance(result, BaseException) for result in results]

    def start_again(self) -> None:
        self.database.close()
        self.database = self._open()

    async def _group(self, arrivals: list[Arrival]) -> list[Any]:
        committer = Committer(self.database, self._store, lambda: NOON, Meters(CollectorRegistry()))
        committer.start()
        try:
            return await asyncio.gather(*map(committer.commit, arrivals), return_exceptions=True)
        finally:
            await committer.stop()

    def _store(self, session: Session, arrivals: Any, now: int) -> list[Result]:
        return take_in(session, self._settings, lambda *_: (), arrivals, now)

    def _open(self) -> Database:
        database = Database(self._settings.database_url)
        if self._synchronous:
            pragma = f"PRAGMA synchronous = {self._synchronous}"
            event.listen(database.engine, "connect", lambda connection, _: connection.execute(pragma).close())
        return database


def main(arguments: list[str]) -> int:
    folder, points, synchronous = Path(arguments[0]), int(arguments[1]), "".join(arguments[2:])
    logging.disable(logging.CRITICAL)
    laptop = _template(folder / "template")
    gc.freeze()
    figures = Figures()
    _first_starts(folder / "first", figures)
    for seed, strikes in _plan():
        for strike in strikes:
            if figures.points >= points or len(figures.faults) >= MOST_FAULTS:
                return _told(figures)
            if not Life(folder, laptop, seed, synchronous).ends_at(strike, figures):
                break
    raise AssertionError("the plan has no end")


def _told(figures: Figures) -> int:
    sys.stdout.write(msgspec.json.encode(figures).decode() + "\n")
    return 1 if figures.faults else 0


def _first_starts(folder: Path, figures: Figures) -> None:
    """Struck at every seventh call of the very first start, which makes the tables; the second goes on from there."""
    url = sqlite_url(folder)
    for at, power in zip(count(1, 7), cycle(Power), strict=False):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        strike = Strike(at, power, at)
        _, ended = child(lambda _: schema.open_current(url).close(), folder, strike)
        if ended:
            return
        figures.points += 1
        figures.first_starts += 1
        figures.power_cuts += power is not Power.KEPT
        try:
            schema.open_current(url).close()
        except Exception as error:  # noqa: BLE001 - whatever it is, the run goes on and says where
            figures.faults.append(f"{type(error).__name__}: {error}, first start, {strike}")


def _plan() -> Iterator[tuple[int, list[Strike]]]:
    """Without end: a life, struck at every seventh call until a strike comes after its end; then on failing disks."""
    random, powers = Random(1), cycle(Power)
    while True:
        seed = random.getrandbits(32)
        for error in (errno.ENOSPC, errno.EIO):
            at = random.randint(20, 120)
            yield seed, [Strike(fail_from=at, fail_to=at + random.choice((1, 3, 30)), error=error)]
        first = random.randint(1, 7)
        yield seed, [Strike(at, next(powers), random.getrandbits(32)) for at in range(first, 2_000, 7)]


def _comes_again(error: BaseException) -> bool:
    return isinstance(error, ProblemError) and error.problem.status == 503


class Life:
    """Of one collector, from a database that is empty but for one laptop."""

    def __init__(self, folder: Path, laptop: Laptop, seed: int, synchronous: str) -> None:
        self._template, self._folder = folder / "template", folder / "collector"
        self._synchronous = synchronous
        self._seed = seed
        random = Random(seed)
        self._batches = [
            laptop.arrival(
                batch(
                    *(sample("tcp_connect_us", number * SAMPLES + each, subject="x") for each in range(SAMPLES)),
                    id=f"{random.getrandbits(128):032x}",
                )
            )
            for number in range(BATCHES)
        ]

    def ends_at(self, strike: Strike, figures: Figures) -> bool:
        """Whether the strike came before its own end; then it is counted in ``figures``."""
        shutil.rmtree(self._folder, ignore_errors=True)
        shutil.copytree(self._template, self._folder)
        told, ended = child(self._live, self._folder, strike)
        if ended and strike.kill_at:
            return False
        figures.points += not ended
        figures.failing_disks += bool(strike.fail_from)
        figures.power_cuts += strike.power is not Power.KEPT
        if strike.kill_at and strike.seed % 3 == 0:
            again = Strike(1 + strike.seed % 11, strike.power, strike.seed + 1)
            _, opened = child(self._open_again, self._folder, again)
            figures.points += not opened
            figures.killed_again_while_opening += not opened
        lines = told.split(b"\n")[:-1]
        figures.put_off += lines.count(b"put off")
        acknowledged = {int(line) for line in lines if line.isdigit()}
        for fault in self._judged(acknowledged, figures):
            figures.faults.append(f"{fault}, seed {self._seed}, {strike}")
        return True

    def _live(self, pipe: int) -> None:
        random, collector = Random(self._seed), Collector(self._folder, self._synchronous)
        fresh = iter(range(BATCHES))
        sent: list[int] = []
        acts: list[Callable[[], object]] = [lambda: roll_up(collector.database, NOON), collector.start_again]
        for _ in range(ACTS):
            if random.random() < 0.3:
                with suppress(DatabaseUnavailableError):
                    random.choice(acts)()
            group = [number for number, _ in zip(fresh, range(random.randint(0, 3)), strict=False)]
            group += random.sample(sent, min(len(sent), random.randint(0, 1)))
            told = collector.take_in([self._batches[number] for number in group])
            sent += group
            lines = [f"{number}\n" if taken else "put off\n" for number, taken in zip(group, told, strict=True)]
            os.write(pipe, "".join(lines).encode())
        disk.arm(None, Strike())
        if not all(collector.take_in(self._batches[-1:])):  # by itself: nobody has to start it again
            raise AssertionError("the disk works again, and nothing is taken in")
        os.write(pipe, f"{BATCHES - 1}\n".encode())

    def _open_again(self, _pipe: int) -> None:
        with closing(Database(sqlite_url(self._folder))) as database:
            roll_up(database, NOON)

    def _judged(self, acknowledged: set[int], figures: Figures) -> list[str]:
        collector = Collector(self._folder)
        try:
            before = self._stored(collector.database)
            promised = {number * SAMPLES + each for number in acknowledged for each in range(SAMPLES)}
            lost = len(promised - set(before))
            figures.acknowledged += len(promised)
            figures.unsure += len(set(before) - promised)
            collector.take_in(self._batches)
            after = self._stored(collector.database)
            roll_up(collector.database, NOON)
            counted, health = self._told(collector.database)
        finally:
            collector.database.close()
        twice = after.total() - len(after)
        figures.lost += lost
        figures.twice += twice
        every = BATCHES * SAMPLES
        return [
            *([f"{lost} lost"] if lost else []),
            *([f"{twice} twice"] if twice else []),
            *([f"{len(after)} stored of {every}"] if len(after) != every else []),
            *([f"{counted} counted of {every}"] if counted != every else []),
            *([f"the file: {health}"] if health != "ok" else []),
        ]

    def _stored(self, database: Database) -> Counter[int]:
        with database.reading() as session:
            return Counter(row[0] for row in session.connection().execute(text("SELECT value FROM sample")))

    def _told(self, database: Database) -> tuple[int, str]:
        with database.reading() as session:
            counted = session.connection().execute(text("SELECT coalesce(sum(n), 0) FROM device_day")).scalar_one()
            return counted, session.connection().execute(text("PRAGMA integrity_check")).scalar_one()


def _template(folder: Path) -> Laptop:
    folder.mkdir()
    settings = Settings(data_dir=folder, database_url=sqlite_url(folder), secret=SECRET)
    with closing(Database(settings.database_url)) as database:
        schema.upgrade(database)
        return enrol(database, settings)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
