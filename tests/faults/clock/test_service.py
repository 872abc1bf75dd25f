"""A service whose clock lies: wrong by years, set back, another zone, a weekend asleep, a restart in between.

The schedule, the runner, the spool and the sender are the real ones; the clock passes only when the test lets it, and
the collector is the other end of the sender: it knows what time it really is, and tells it in ``Date``.
"""

import gzip
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from email.utils import formatdate
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from barometer_agent import inventory
from barometer_agent.clock import Moment
from barometer_agent.enrolment import Identity
from barometer_agent.runner import Runner
from barometer_agent.sampler import About, Context
from barometer_agent.schedule import Schedule
from barometer_agent.spool import Spool
from barometer_agent.uplink.replies import Reply
from barometer_agent.uplink.sender import Sender
from barometer_agent.uplink.transport import UnreachableError
from barometer_shared.protocol import BatchReceipt, DeviceConfig
from barometer_shared.samples import AgentFacts, Batch, Sample

SECOND, MINUTE, HOUR, DAY = 1_000, 60_000, 3_600_000, 86_400_000
YEAR = 365 * DAY
NOW = 1_795_600_000_000
EXCHANGE = 5 * MINUTE
EVERY = {"often": 60.0, "rare": 900.0}
AS_TOLD_MS = 2_500  # Date counts whole seconds, and smaller steps than two seconds are not told from drift


@dataclass
class Numbered:
    """Gives a number that no other run gives; ``truth`` remembers when it really was."""

    name: str
    life: "Life"
    about: About = field(default_factory=lambda: About("?", "?", ("pressure_permille",), while_in_use=False))

    @property
    def every(self) -> float:
        return EVERY[self.name]

    def sample(self, context: Context) -> Iterable[Sample]:
        number = len(self.life.truth)
        self.life.truth.append((self.name, self.life.true_ms))
        return [Sample("pressure_permille", number, context.now_ms)]

    def __hash__(self) -> int:
        return id(self)


class Life:
    """One laptop and its collector. All times in milliseconds."""

    def __init__(self, folder: Path, wrong_by: int = 0) -> None:
        self.true_ms = NOW
        self.wrong_by = wrong_by
        self.offset_minutes = 60
        self.boots = 0
        self.online = True
        self.truth: list[tuple[str, int]] = []
        self.arrived: dict[str, Batch] = {}
        self._folder = folder
        self._begin()

    def live(self, milliseconds: int) -> None:
        """Awake, with everything doing its work."""
        end = self.true_ms + milliseconds
        while self.true_ms < end:
            wait_ms = round(self._schedule.turn() * 1000)
            if self._exchange_at <= self._monotonic_ms():
                self._exchange_at = self._monotonic_ms() + EXCHANGE
                self._sender.exchange()
            self.true_ms += max(1, min(wait_ms, 30 * SECOND, end - self.true_ms))

    def sleep(self, milliseconds: int) -> None:
        """The lid is closed."""
        self.true_ms += milliseconds

    def restart(self) -> None:
        """Switched off and on."""
        self.close()
        self.true_ms += MINUTE
        self._begin()

    def finish(self) -> None:
        """On line for long enough to send all."""
        self.online = True
        self.live(2 * EXCHANGE + MINUTE)
        self._sender.exchange()
        self.close()

    def close(self) -> None:
        self._spool.close()

    def runs(self, name: str, since_ms: int = 0) -> int:
        return sum(1 for one, at in self.truth if one == name and at >= since_ms)

    def numbers(self) -> list[int]:
        """What arrived, in the order in which it was sealed."""
        return [sample.value for batch in self.arrived.values() for sample in batch.samples]

    def dated_wrongly(self) -> list[tuple[int, int]]:
        """Numbers whose date, put right by the skew of their batch, is not when it was, with by how much."""
        found = []
        for batch in self.arrived.values():
            for sample in batch.samples:
                off = sample.at - (batch.skew_ms or 0) - self.truth[sample.value][1]
                if abs(off) > AS_TOLD_MS:
                    found.append((sample.value, off))
        return found

    def now(self) -> Moment:
        wall = max(0, self.true_ms + self.wrong_by)
        return Moment(wall, self.offset_minutes, f"boot-{self.boots}", self._monotonic_ms())

    def get(self, _path: str, _headers: Any = None) -> Reply:
        self._reach()
        return self._reply(200, msgspec.json.encode(DeviceConfig("v1", 300)))

    def post(self, _path: str, body: bytes, _headers: Any) -> Reply:
        self._reach()
        batch = msgspec.json.decode(gzip.decompress(body), type=Batch)
        assert batch.id not in self.arrived, "it was acknowledged and came again"
        self.arrived[batch.id] = batch
        return self._reply(202, msgspec.json.encode(BatchReceipt(batch.id, len(batch.samples), 0, "v1")))

    def _begin(self) -> None:
        self.boots += 1
        self._booted_ms = self.true_ms - 30 * SECOND
        self._spool = Spool(self._folder, 5 << 20, self.now())
        samplers = [Numbered(name, self) for name in EVERY]
        runner = Runner(EVERY, inventory.take, self._spool, self)
        self._schedule = Schedule(
            samplers, runner.gather, self, lambda one: one.every, Random(self.boots), ended=runner.write
        )
        transport: Any = SimpleNamespace(get=self.get, post=self.post)
        facts = AgentFacts("0.1.0", "linux", "Debian GNU/Linux 12")
        identity = Identity("00000000000000ab", "secret", "demo", "https://collector.test")
        self._sender = Sender(transport, identity, self._spool, self, facts)
        self._exchange_at = self._monotonic_ms() + 10 * SECOND

    def _monotonic_ms(self) -> int:
        return self.true_ms - self._booted_ms

    def _reply(self, status: int, body: bytes) -> Reply:
        return Reply(status, {"date": formatdate(self.true_ms // 1000, usegmt=True), "etag": '"v1"'}, body)

    def _reach(self) -> None:
        if not self.online:
            raise UnreachableError("no network")


def test_a_clock_that_is_years_off_loses_nothing_and_dates_all_as_it_was(tmp_path: Path) -> None:
    for number, wrong_by in enumerate((30 * SECOND - NOW, -30 * YEAR, 40 * YEAR)):
        life = Life(tmp_path / str(number), wrong_by)
        life.online = False
        life.live(2 * HOUR)
        life.wrong_by = 0
        life.live(HOUR)
        life.finish()
        assert life.numbers() == list(range(len(life.truth)))
        assert life.dated_wrongly() == []


def test_a_clock_that_stays_years_off_is_seen_through(tmp_path: Path) -> None:
    life = Life(tmp_path, -20 * YEAR)
    life.live(3 * HOUR)
    life.finish()
    assert life.numbers() == list(range(len(life.truth)))
    assert life.dated_wrongly() == []


def test_a_clock_that_is_set_back_and_forth_changes_neither_pace_nor_dates(tmp_path: Path) -> None:
    life = Life(tmp_path)
    for step in (-2 * DAY, 3 * DAY, -DAY - 7 * HOUR):
        life.live(HOUR)
        life.wrong_by += step
    life.live(HOUR)
    assert 4 * 60 * 0.9 <= life.runs("often") <= 4 * 60 * 1.2
    life.finish()
    assert life.numbers() == list(range(len(life.truth)))
    assert life.dated_wrongly() == []


def test_the_hour_that_comes_twice_is_two_batches_and_no_gap(tmp_path: Path) -> None:
    life = Life(tmp_path)
    for offset_minutes in (120, 60, 120):
        life.offset_minutes = offset_minutes
        life.live(HOUR)
    life.finish()
    assert {batch.utc_offset_minutes for batch in life.arrived.values()} == {60, 120}
    assert life.numbers() == list(range(len(life.truth)))
    assert life.dated_wrongly() == []


def test_a_weekend_asleep_is_one_run_of_each_and_not_a_thousand(tmp_path: Path) -> None:
    life = Life(tmp_path)
    life.live(HOUR)
    life.sleep(62 * HOUR)
    awake = life.true_ms
    life.live(48 * SECOND)
    assert {name: life.runs(name, awake) for name in EVERY} == {"often": 1, "rare": 1}
    life.live(HOUR)
    life.finish()
    assert life.numbers() == list(range(len(life.truth)))
    assert life.dated_wrongly() == []


STEPS = st.one_of(
    st.tuples(st.just("live"), st.integers(SECOND, 20 * MINUTE)),
    st.tuples(st.just("sleep"), st.integers(SECOND, 80 * HOUR)),
    st.tuples(st.just("set"), st.integers(-30 * YEAR, 30 * YEAR)),
    st.tuples(st.just("zone"), st.sampled_from((-300, 0, 60, 120, 330))),
    st.tuples(st.just("network"), st.booleans()),
    st.tuples(st.just("restart"), st.none()),
)


@settings(max_examples=60, deadline=None)
@given(steps=st.lists(STEPS, max_size=12))
def test_whatever_happens_to_the_clock_every_sample_arrives_once_in_order(steps: list[tuple[str, Any]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        life = Life(Path(folder))
        awake, wakings = 0, 1
        for what, given_value in steps:
            match what:
                case "live":
                    life.live(given_value)
                    awake += given_value
                case "sleep":
                    life.sleep(given_value)
                    wakings += 1
                case "set":
                    life.wrong_by += given_value
                case "zone":
                    life.offset_minutes = given_value
                case "network":
                    life.online = given_value
                case _:
                    life.restart()
                    wakings += 1
        assert life.runs("often") <= awake / (0.85 * MINUTE) + wakings
        life.finish()
        assert life.numbers() == list(range(len(life.truth)))
