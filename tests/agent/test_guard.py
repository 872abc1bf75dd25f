"""The agent watches itself."""

from dataclasses import replace

import pytest

from barometer_agent.clock import Moment
from barometer_agent.guard import APART_MS, FOR_US, MOST_KIB, STARTING_US, Act, Guard, Restart
from barometer_agent.sources.footprint import Footprint

NOW = Moment(1_790_000_000_000, 120, "boot-1", 10 * APART_MS)
TICK_US = 15_000_000


class Life:
    """A guard that is shown a reading every quarter of a minute."""

    def __init__(self, last: Restart | None = None) -> None:
        self.guard = Guard(last)
        self.used = Footprint(0, 30_000, 0)
        self.guard.judge(self.used, NOW)

    def live(self, seconds: int, memory_kib: int = 30_000, ppm: int = 100) -> list[Act]:
        acts = []
        for _ in range(seconds * 1_000_000 // TICK_US):
            cpu = self.used.cpu_us + TICK_US * ppm // 1_000_000
            self.used = Footprint(self.used.at_us + TICK_US, memory_kib, cpu)
            now = replace(NOW, monotonic_ms=NOW.monotonic_ms + self.used.at_us // 1000)
            if act := self.guard.judge(self.used, now):
                acts.append(act)
        return acts


@pytest.fixture
def life() -> Life:
    begun = Life()
    assert begun.live(2 * STARTING_US // 1_000_000) == []
    return begun


def test_within_its_limits_nothing_happens(life: Life) -> None:
    assert life.live(7200, memory_kib=64 * 1024, ppm=20_000) == []  # 64 MB and 2 % of a core


def test_starting_may_take_what_it_takes() -> None:
    assert Life().live(STARTING_US // 1_000_000 - 15, memory_kib=2 * MOST_KIB, ppm=900_000) == []


@pytest.mark.parametrize(("much", "reason"), [({"memory_kib": 64 * 1024 + 1}, "memory"), ({"ppm": 21_000}, "cpu")])
def test_too_much_for_half_a_minute_halves_the_pace_and_then_restarts(
    life: Life, much: dict[str, int], reason: str
) -> None:
    assert life.live(45, **much) == [Act.SLOW_DOWN]
    assert life.guard.reason == reason
    assert life.live(45, **much) == [Act.RESTART]
    assert life.guard.reason == reason


def test_a_peak_is_no_reason(life: Life) -> None:
    for _ in range(20):
        assert life.live(15, memory_kib=3 * MOST_KIB, ppm=10_000) == []
        assert life.live(FOR_US // 1_000_000) == []


def test_going_slower_that_helps_lasts_ten_minutes(life: Life) -> None:
    assert life.live(45, ppm=30_000) == [Act.SLOW_DOWN]
    assert life.live(600) == []
    assert life.live(60) == [Act.SPEED_UP]
    assert not life.guard.slow


def test_within_the_hour_of_a_restart_it_stays_slow_and_says_so_once() -> None:
    life = Life(Restart("memory", NOW))
    life.live(120)
    assert life.live(600, memory_kib=2 * MOST_KIB) == [Act.SLOW_DOWN, Act.STAY_SLOW]
    assert life.guard.slow
    assert life.live(APART_MS // 1000, memory_kib=2 * MOST_KIB)[0] is Act.RESTART


def test_a_restart_before_this_boot_is_long_ago() -> None:
    life = Life(Restart("memory", replace(NOW, boot_id="boot-0")))
    life.live(120)
    assert life.live(90, memory_kib=2 * MOST_KIB) == [Act.SLOW_DOWN, Act.RESTART]
