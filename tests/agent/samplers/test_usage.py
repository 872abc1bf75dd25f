from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometer_agent.sampler import Context
from barometer_agent.samplers import usage
from barometer_agent.samplers.usage import LONGEST_STRETCH_MS, MOST_DAYS, Tally, add, restored
from barometer_agent.sources.uptime import Uptime
from barometer_agent.sources.usage import Use
from barometer_shared.samples import Sample

START = datetime(2026, 11, 20, 10, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
INPUT = Use(True, "input")


class Laptop:
    """A laptop whose clock and use a test turns by hand; each run is a newly made sampler with the kept cursor."""

    def __init__(self, now: datetime = START, offset_minutes: int = 0) -> None:
        self.now = now
        self.uptime = Uptime("boot-1", 0, offset_minutes)
        self.use = INPUT
        self.cursor: str | None = None

    def pass_time(self, wall: timedelta, awake: timedelta | None = None) -> None:
        self.now += wall
        ms = self.uptime.awake_ms + int((wall if awake is None else awake).total_seconds() * 1000)
        self.uptime = Uptime(self.uptime.boot_id, ms, self.uptime.utc_offset_minutes)

    def run(self) -> list[Sample]:
        context = Context(self.now, cursor=self.cursor)
        samples = list(usage.create(lambda: self.use, lambda: self.uptime).sample(context))
        self.cursor = context.cursor
        return samples

    def work(self, minutes: int) -> list[Sample]:
        told = self.run()
        for _ in range(minutes):
            self.pass_time(MINUTE)
            told += self.run()
        return told


def test_a_day_is_told_after_it_has_ended_and_once() -> None:
    laptop = Laptop()
    assert laptop.work(90) == []
    laptop.pass_time(timedelta(hours=20))
    noon_of_that_day = int(datetime(2026, 11, 20, 12, tzinfo=UTC).timestamp() * 1000)
    assert laptop.run() == [Sample("use_seconds", 90 * 60, noon_of_that_day, subject="input")]
    assert laptop.work(10) == []


def test_what_was_counted_outlives_a_restart_of_the_laptop() -> None:
    laptop = Laptop()
    laptop.work(30)
    awake_before_the_agent_ms = laptop.uptime.awake_ms + 60_000
    laptop.uptime = Uptime("boot-2", awake_before_the_agent_ms, 0)
    laptop.work(12)
    assert restored(laptop.cursor).days == {"2026-11-20": {"input": 42 * 60_000}}


def test_a_weekend_of_sleep_is_not_use() -> None:
    laptop = Laptop()
    laptop.work(10)
    laptop.pass_time(timedelta(days=2), awake=timedelta(seconds=20))
    told = laptop.run()
    assert [sample.value for sample in told] == [600]
    assert restored(laptop.cursor).days == {"2026-11-22": {"input": 20_000}}


def test_hours_without_the_agent_are_not_use() -> None:
    laptop = Laptop()
    laptop.work(10)
    laptop.pass_time(timedelta(hours=2))
    laptop.work(5)
    assert restored(laptop.cursor).days == {"2026-11-20": {"input": 15 * 60_000}}


def test_a_locked_laptop_is_not_in_use() -> None:
    laptop = Laptop()
    laptop.use = Use(False, "input")
    laptop.work(30)
    assert restored(laptop.cursor).days == {}


def test_each_basis_has_a_sum_of_its_own() -> None:
    laptop = Laptop()
    laptop.work(10)
    laptop.use = Use(True, "awake")
    laptop.work(20)
    laptop.pass_time(timedelta(days=1))
    assert {sample.subject: sample.value for sample in laptop.run()} == {"input": 600, "awake": 1200}


@pytest.mark.parametrize(("offset", "day"), [(0, "2026-11-20"), (14 * 60, "2026-11-21"), (-11 * 60, "2026-11-19")])
def test_the_day_is_the_one_where_the_laptop_is(offset: int, day: str) -> None:
    laptop = Laptop(offset_minutes=offset)
    laptop.work(1)
    assert list(restored(laptop.cursor).days) == [day]


@given(st.integers(-11 * 60, 12 * 60), st.integers(-11 * 60, 12 * 60), st.integers(-719, 719))
def test_a_sum_stays_on_its_day_after_a_journey(measured: int, told: int, journey: int) -> None:
    laptop = Laptop(offset_minutes=measured)
    laptop.work(1)
    day = date.fromisoformat(next(iter(restored(laptop.cursor).days)))
    laptop.uptime = Uptime("boot-1", laptop.uptime.awake_ms, told)
    laptop.pass_time(timedelta(days=2), awake=timedelta(0))
    [sample] = laptop.run()
    local = datetime.fromtimestamp(sample.at / 1000, UTC) + timedelta(minutes=told + journey)
    assert local.date() == day


@pytest.mark.parametrize("damaged", ["", "{", '{"days": 3}', '{"days": {"someday": {"input": 1}}}', "[]"])
def test_a_damaged_cursor_starts_anew(damaged: str) -> None:
    assert restored(damaged) == Tally()


def test_a_clock_that_jumps_about_does_not_make_the_cursor_grow() -> None:
    tally = Tally()
    for jump in range(2 * MOST_DAYS):
        today = START.date() + timedelta(days=jump * 17)
        tally = add(tally, INPUT, Uptime("boot-1", tally.awake_ms + 1_000, 0), today)
    assert len(tally.days) == MOST_DAYS
    assert today.isoformat() in tally.days


@given(st.lists(st.tuples(st.integers(0, 3 * LONGEST_STRETCH_MS), st.booleans(), st.integers(0, 3)), max_size=40))
def test_no_stretch_is_lost_or_counted_twice(stretches: list[tuple[int, bool, int]]) -> None:
    tally, expected, awake_ms = Tally({}, "boot-1", 0), 0, 0
    for stretch_ms, in_use, days_later in stretches:
        awake_ms += stretch_ms
        today = START.date() + timedelta(days=days_later)
        tally = add(tally, Use(in_use, "input"), Uptime("boot-1", awake_ms, 0), today)
        expected += stretch_ms if in_use and stretch_ms <= LONGEST_STRETCH_MS else 0
    assert sum(ms for sums in tally.days.values() for ms in sums.values()) == expected
