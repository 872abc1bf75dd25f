"""The collector's own clock jumps while laptops send: nothing acknowledged is lost, counted twice or locked out.

Laptops measure by their own clocks, which are right, and say at each request what these show.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Event
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from barometer_collector.app import create_app
from barometer_collector.database import Database
from barometer_collector.jobs import jobs_of
from barometer_collector.settings import Settings
from barometer_shared.protocol import DEVICE_CONFIG_PATH, SENT_AT_HEADER
from tests.collector.laptops import NOON, FakeClock, Laptop, batch, enrol, sample
from tests.collector.running import running

NOW = datetime.now(UTC).replace(microsecond=0)  # as the Date of the answers, which nobody can set
BATCHES = 12  # for each laptop and position of the clock
THE_EPOCH = datetime(1970, 1, 1, 3, tzinfo=UTC)


@dataclass
class Story:
    """Two laptops, a collector whose clock is moved, and all that was acknowledged."""

    client: httpx.Client
    clock: FakeClock
    database: Database
    settings: Settings
    laptops: list[Laptop]
    acknowledged: list[int] = field(default_factory=list)
    kept: list[tuple[Laptop, dict[str, Any]]] = field(default_factory=list)
    value: int = 0

    def send(self) -> Counter[int]:
        """New batches of all laptops, each of them twice; what was answered to the first of each."""
        told: Counter[int] = Counter()
        for _ in range(BATCHES):
            for laptop in self.laptops:
                self.value += 1
                at = int(NOW.timestamp() * 1000)
                sealed = batch(
                    sample("tcp_connect_us", self.value, at, subject="x"),
                    month=f"{NOW:%Y-%m}",
                    sealed_at=at,
                    skew_ms=None,
                )
                told[self._post(laptop, sealed)] += 1
                self._post(laptop, sealed)
        return told

    def send_again(self) -> None:
        """What was refused, as an agent does that saw that the clocks are apart."""
        kept, self.kept = self.kept, []
        for laptop, sealed in kept:
            assert self._post(laptop, sealed) == 202

    def do_jobs(self) -> None:
        stop = Event()
        stop.set()
        for job in jobs_of(self.database, self.settings, stop):
            if job.name in ("roll_up", "score_touched", "ensure_campaigns", "set_pace"):
                job.run(self.clock())

    def is_told(self) -> bool:
        answers = [self.client.get(DEVICE_CONFIG_PATH, headers=laptop.headers) for laptop in self.laptops]
        return all(answer.status_code == 200 for answer in answers)

    def rows(self, statement: str) -> list[Any]:
        with self.database.reading() as session:
            return [row[0] for row in session.connection().execute(text(statement))]

    def _post(self, laptop: Laptop, sealed: dict[str, Any]) -> int:
        sent_at = {SENT_AT_HEADER: str(int(NOW.timestamp() * 1000))}
        answer = laptop.send(self.client, sealed, **sent_at)
        value = sealed["samples"][0]["value"]
        if answer.status_code == 202 and value not in self.acknowledged:
            self.acknowledged.append(value)
        if answer.status_code != 202 and (laptop, sealed) not in self.kept:
            self.kept.append((laptop, sealed))
        return answer.status_code


@pytest.mark.parametrize(
    "jumps",
    [
        pytest.param([timedelta(hours=-1), timedelta()], id="an hour back"),
        pytest.param([timedelta(days=1), timedelta()], id="a day ahead"),
        pytest.param([THE_EPOCH - NOW, timedelta()], id="to 1970"),
        pytest.param([timedelta(seconds=s) for s in (1, -1, 2, -2, 0)], id="small corrections"),
        pytest.param(
            [timedelta(days=1), timedelta(hours=-1), THE_EPOCH - NOW, timedelta(days=1), timedelta()], id="all"
        ),
    ],
)
def test_whatever_its_clock_does_all_that_was_acknowledged_is_there_once_and_counted_once(
    database: Database, settings: Settings, jumps: list[timedelta]
) -> None:
    clock = FakeClock(NOW)
    laptops = [enrol(database, settings) for _ in range(2)]
    with running(create_app(database, settings, clock)) as client:
        story = Story(client, clock, database, settings, laptops)
        assert story.send() == {202: 2 * BATCHES}
        for jump in jumps:
            story.do_jobs()
            clock.now = NOW + jump
            told = story.send()
            assert set(told) <= ({202} if abs(jump) <= timedelta(days=1) else {202, 422})
            assert story.is_told()
            story.do_jobs()
        assert story.send() == {202: 2 * BATCHES}  # the clock is right again, and nobody is locked out
        story.send_again()
        story.do_jobs()
    assert sorted(story.rows("SELECT value FROM sample")) == sorted(story.acknowledged)
    assert len(story.acknowledged) == 2 * BATCHES * (len(jumps) + 2)
    assert sum(story.rows("SELECT n FROM device_day")) == len(story.acknowledged)
    assert story.rows("SELECT count(*) FROM open_batch") == [0]


def test_at_a_clock_of_1970_nothing_is_taken_in_that_could_not_be_told_from_a_repeated_batch(
    database: Database, settings: Settings
) -> None:
    clock = FakeClock(THE_EPOCH)
    with running(create_app(database, settings, clock)) as client:
        story = Story(client, clock, database, settings, [enrol(database, settings)])
        assert story.send() == {422: BATCHES}
    assert story.rows("SELECT count(*) FROM batch") == [0]


def test_midnight_that_comes_twice_is_one_day(database: Database, settings: Settings) -> None:
    clock = FakeClock(NOON.replace(hour=23, minute=59))
    with running(create_app(database, settings, clock)) as client:
        laptop = enrol(database, settings)
        for minutes in (0, 2, -2, 2):
            clock.move(minutes=minutes)
            at = int(clock().timestamp() * 1000)
            assert laptop.send(client, batch(sample(value=1_000 + minutes, at=at))).status_code == 202
    with database.reading() as session:
        arrived = [row[0] for row in session.connection().execute(text("SELECT arrived FROM sample ORDER BY id"))]
    today = int(NOON.timestamp()) // 86_400
    assert arrived == [today, today + 1, today, today + 1]
