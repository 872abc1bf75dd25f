"""When each sampler runs."""

import threading
from dataclasses import dataclass, field
from itertools import pairwise
from random import Random
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from barometer_agent.schedule import FIRST_APART_MS, LOOK_SECONDS, Schedule

if TYPE_CHECKING:
    FakeClock = Any

MINUTE_MS = 60_000
WEEKEND_MS = 60 * 3_600_000


@dataclass(eq=False)
class Fake:
    name: str
    every: float = 60.0
    about: Any = None

    def sample(self, _context: object) -> list[object]:
        return []


@dataclass
class Runs:
    """What ran, and when on the clock of the test."""

    clock: Any
    seen: list[tuple[str, int]] = field(default_factory=list)

    def run(self, sampler: Any) -> None:
        self.seen.append((sampler.name, self.clock.now().monotonic_ms))

    @property
    def names(self) -> list[str]:
        return [name for name, _ in self.seen]


def planned(clock: "FakeClock", *samplers: Fake, ran: Fake | None = None) -> tuple[Schedule, Runs]:
    runs = Runs(clock)
    return Schedule(samplers, runs.run, clock, lambda sampler: sampler.every, Random(1), ran), runs


def pass_time(schedule: Schedule, clock: "FakeClock", milliseconds: int) -> None:
    """As the thread of the schedule would live through it."""
    end = clock.now().monotonic_ms + milliseconds
    while (left := end - clock.now().monotonic_ms) >= 0:
        wait = schedule.turn()
        clock.advance(max(1, min(round(min(wait, LOOK_SECONDS) * 1000), left + 1)))


def test_every_sampler_runs_soon_after_the_start_the_most_frequent_first(clock: "FakeClock") -> None:
    schedule, runs = planned(clock, Fake("rare", 3600), Fake("often", 60), Fake("usual", 300))
    pass_time(schedule, clock, 2 * FIRST_APART_MS)
    assert runs.names == ["often", "usual", "rare"]


def test_one_that_has_just_run_waits_for_its_pace(clock: "FakeClock") -> None:
    first, other = Fake("first"), Fake("other")
    schedule, runs = planned(clock, first, other, ran=first)
    pass_time(schedule, clock, MINUTE_MS // 2)
    assert runs.names == ["other"]
    pass_time(schedule, clock, MINUTE_MS)
    assert "first" in runs.names


@given(every=st.integers(5, 3600), seed=st.integers(0, 1000))
def test_two_runs_are_a_pace_apart_give_or_take_a_twentieth(every: int, seed: int) -> None:
    clock = _clock()
    runs = Runs(clock)
    schedule = Schedule([Fake("one", every)], runs.run, clock, lambda sampler: sampler.every, Random(seed))
    pass_time(schedule, clock, every * 5000)
    times = [at for _, at in runs.seen]
    assert len(times) >= 4
    apart = [later - earlier for earlier, later in pairwise(times)]
    assert all(every * 950 - 2 <= gap <= every * 1050 + 2 for gap in apart)


def test_after_a_weekend_asleep_each_sampler_runs_once(clock: "FakeClock") -> None:
    schedule, runs = planned(clock, Fake("one"), Fake("two", 300))
    pass_time(schedule, clock, MINUTE_MS)
    runs.seen.clear()
    clock.advance(WEEKEND_MS)
    pass_time(schedule, clock, MINUTE_MS // 3)
    assert sorted(runs.names) == ["one", "two"]


def test_a_wall_clock_that_is_set_changes_nothing(clock: "FakeClock") -> None:
    schedule, runs = planned(clock, Fake("one"))
    pass_time(schedule, clock, 1000)
    for years in (30, -60):
        clock.step(years * 365 * 86_400_000)
        pass_time(schedule, clock, MINUTE_MS // 3)
    assert runs.names == ["one"]


def test_a_pace_that_became_quicker_holds_at_once(clock: "FakeClock") -> None:
    one = Fake("one", 4 * 3600)
    schedule, runs = planned(clock, one)
    schedule.turn()
    one.every = 60
    pass_time(schedule, clock, 2 * MINUTE_MS)
    assert len(runs.seen) == 1
    schedule.hasten()
    pass_time(schedule, clock, 2 * MINUTE_MS)
    assert len(runs.seen) > 1


def test_what_is_due_shortly_after_comes_along(clock: "FakeClock") -> None:
    schedule, runs = planned(clock, Fake("one"), Fake("two"), Fake("three"))
    pass_time(schedule, clock, 60 * MINUTE_MS)
    moments = {at for _, at in runs.seen}
    assert len(runs.seen) > 160
    assert len(moments) < len(runs.seen) / 2.5


def test_a_slow_sampler_delays_others_instead_of_multiplying(clock: "FakeClock") -> None:
    seen = []

    def run(sampler: Any) -> None:
        seen.append(sampler.name)
        if sampler.name == "slow":
            clock.advance(10 * MINUTE_MS)

    schedule = Schedule([Fake("slow"), Fake("other")], run, clock, lambda sampler: sampler.every, Random(1))
    schedule.turn()
    assert seen == ["slow", "other"]


def test_the_end_of_a_turn_is_told_after_its_last_run(clock: "FakeClock") -> None:
    seen: list[str] = []
    schedule = Schedule(
        [Fake("one"), Fake("two")], lambda sampler: seen.append(sampler.name), clock, lambda sampler: sampler.every,
        Random(1), ended=lambda: seen.append("end"),
    )  # fmt: skip
    clock.advance(FIRST_APART_MS)
    schedule.turn()
    assert seen == ["one", "two", "end"]
    schedule.turn()
    assert seen == ["one", "two", "end"]


def test_without_samplers_it_waits(clock: "FakeClock") -> None:
    schedule, _ = planned(clock)
    assert schedule.turn() == LOOK_SECONDS


def test_it_tells_when_the_next_turn_is(clock: "FakeClock") -> None:
    schedule, _ = planned(clock, Fake("one"))
    assert schedule.next_seconds() == 0
    wait = schedule.turn()
    clock.advance(10_000)
    assert schedule.next_seconds() == wait - 10


def test_its_thread_runs_and_stops_also_when_a_run_hangs(clock: "FakeClock") -> None:
    running, go_on = threading.Event(), threading.Event()

    def hang(_sampler: Any) -> None:
        running.set()
        go_on.wait(30)

    schedule = Schedule([Fake("hangs")], hang, clock, lambda sampler: sampler.every, Random(1))
    schedule.start()
    assert running.wait(10)
    schedule.stop(0.05)
    go_on.set()
    schedule.stop(10)
    assert not schedule._thread.is_alive()


def _clock() -> Any:
    from dataclasses import replace

    from barometer_agent.clock import Moment

    class Still:
        moment = Moment(1_790_000_000_000, 0, "boot-1", 0)

        def now(self) -> Moment:
            return self.moment

        def advance(self, milliseconds: int) -> None:
            self.moment = replace(self.moment, monotonic_ms=self.moment.monotonic_ms + milliseconds)

    return Still()
