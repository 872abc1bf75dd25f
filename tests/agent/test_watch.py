"""What the service looks at twice a minute."""

import gzip
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from barometer_agent.guard import MOST_KIB, Act
from barometer_agent.sources.footprint import Footprint
from barometer_agent.sources.limits import Limits
from barometer_agent.spool import Spool
from barometer_agent.watch import LIMITS_MS, LOOK_SECONDS, SOON_SECONDS, Watch
from barometer_shared.samples import AgentFacts, Batch

if TYPE_CHECKING:
    FakeClock = Any

QUIET = Limits()


@dataclass
class Laptop:
    """What the watch reads and what it is heard to say."""

    spool: Spool
    clock: Any
    memory_kib: int = 30_000
    limits: Limits = QUIET
    limited: list[Limits] = field(default_factory=list)
    slowed: list[Act] = field(default_factory=list)
    turn: float = 0.0

    def watch(self) -> Watch:
        return Watch(
            self.spool, self.clock, self.limited.append, self.slowed.append, self._read, lambda: self.limits,
            next_turn=lambda: self.turn,
        )  # fmt: skip

    def look(self, watch: Watch, seconds: float) -> bool:
        """Whether it asked for a restart within that time."""
        end = self.clock.now().monotonic_ms + seconds * 1000
        while self.clock.now().monotonic_ms < end:
            self.clock.advance(round(watch.next_seconds() * 1000))
            if watch.look():
                return True
        return False

    def _read(self) -> Footprint:
        return Footprint(self.clock.now().monotonic_ms * 1000, self.memory_kib, 0)


@pytest.fixture
def laptop(spool: Spool, clock: "FakeClock") -> Laptop:
    return Laptop(spool, clock)


def test_limits_are_asked_for_at_once_and_then_now_and_then(laptop: Laptop) -> None:
    watch = laptop.watch()
    laptop.limits = Limits(battery_saver=True)
    laptop.look(watch, LOOK_SECONDS)
    assert laptop.limited == [Limits(battery_saver=True)]
    laptop.look(watch, 2 * LIMITS_MS / 1000)
    assert len(laptop.limited) == 3


@pytest.mark.parametrize(("turn", "seconds"), [(58.0, 58.2), (31.0, 31.2), (20.0, 60.0), (240.0, 60.0), (-3.0, 60.0)])
def test_it_looks_right_after_the_samplers_and_within_a_minute_at_any_rate(
    laptop: Laptop, turn: float, seconds: float
) -> None:
    laptop.turn = turn
    assert laptop.watch().next_seconds() == pytest.approx(seconds)


def test_limits_that_were_heeded_at_the_start_are_not_asked_for_again_at_once(laptop: Laptop) -> None:
    laptop.limits = Limits(metered=True)
    watch = laptop.watch()
    watch.heed_limits()
    assert laptop.limited == [Limits(metered=True)]
    laptop.look(watch, LOOK_SECONDS)
    assert len(laptop.limited) == 1
    laptop.look(watch, LIMITS_MS / 1000)
    assert len(laptop.limited) == 2


def test_a_clock_that_was_set_is_told(laptop: Laptop, caplog: pytest.LogCaptureFixture) -> None:
    watch = laptop.watch()
    laptop.look(watch, 60)
    assert caplog.text == ""
    laptop.clock.step(-86_400_000)
    laptop.look(watch, 60)
    assert caplog.messages == ["clock_was_set by_ms=-86400000"]


def test_too_much_memory_slows_it_down_and_then_asks_for_a_restart_that_is_reported(
    laptop: Laptop, agent: AgentFacts
) -> None:
    watch = laptop.watch()
    laptop.look(watch, 240)
    laptop.memory_kib = MOST_KIB + 1
    assert not laptop.look(watch, LOOK_SECONDS + SOON_SECONDS)
    assert laptop.slowed == [Act.SLOW_DOWN]
    assert laptop.look(watch, 2 * SOON_SECONDS)
    sealed = laptop.spool.next_batch(agent, laptop.clock.now(), None)
    assert sealed is not None
    batch = msgspec.json.decode(gzip.decompress(sealed.body), type=Batch)
    told = [(one.metric, one.value, one.labels) for one in batch.samples]
    assert told == [("agent_restart", 1, {"reason": "memory"})]


def test_the_restart_is_remembered_so_that_it_does_not_repeat_itself(laptop: Laptop) -> None:
    laptop.memory_kib = 2 * MOST_KIB
    assert laptop.look(laptop.watch(), 240)
    after = laptop.watch()
    assert not laptop.look(after, 1800)
    assert laptop.slowed[-1] is Act.STAY_SLOW
    assert laptop.look(after, 3600)


def test_a_spool_that_cannot_remember_a_restart_puts_it_off(laptop: Laptop, caplog: pytest.LogCaptureFixture) -> None:
    watch = laptop.watch()
    laptop.memory_kib = 2 * MOST_KIB
    laptop.look(watch, 180)
    assert laptop.slowed == [Act.SLOW_DOWN]
    laptop.spool.close()
    assert not laptop.look(watch, 600)
    assert "restart_put_off" in caplog.text


def test_a_damaged_memory_of_a_restart_is_none(laptop: Laptop) -> None:
    laptop.spool.remember("restart", '{"reason": 5}')
    laptop.memory_kib = 2 * MOST_KIB
    assert laptop.look(laptop.watch(), 240)
