"""Whether to believe how far the clocks are apart."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from barometer_agent.clock import Moment, Skew
from barometer_agent.uplink.belief import AT_ONCE_MS, LONGEST_MS, Belief, Doubted, doubted_again

if TYPE_CHECKING:
    FakeClock = Any

YEAR_MS = 365 * 86_400_000
NOW = Moment(1_790_000_000_000, 120, "boot-1", 60_000)


@given(st.integers(-AT_ONCE_MS, AT_ONCE_MS))
def test_a_small_difference_is_believed_at_once(skew_ms: int) -> None:
    assert Belief().holds(skew_ms, None, NOW)


@given(st.integers(AT_ONCE_MS + 1, 50 * YEAR_MS), st.sampled_from([1, -1]), st.integers(0, 59_999))
def test_a_large_one_is_not_however_often_it_is_heard_within_a_minute(size: int, side: int, later_ms: int) -> None:
    belief = Belief()
    soon = replace(NOW, monotonic_ms=NOW.monotonic_ms + later_ms, utc_ms=NOW.utc_ms + later_ms)
    assert not belief.holds(side * size, 0, NOW)
    assert not belief.holds(side * size, 0, soon)


def test_a_large_one_that_is_heard_again_after_a_minute_is_believed(clock: "FakeClock") -> None:
    belief = Belief()
    belief.holds(YEAR_MS, None, clock.now())
    clock.advance(60_000)
    assert belief.holds(YEAR_MS + 900, None, clock.now())


def test_a_large_one_that_changes_is_doubted_anew(clock: "FakeClock") -> None:
    belief = Belief()
    belief.holds(YEAR_MS, None, clock.now())
    clock.advance(60_000)
    assert not belief.holds(2 * YEAR_MS, None, clock.now())
    clock.advance(30_000)
    assert not belief.holds(2 * YEAR_MS, None, clock.now())
    clock.advance(30_000)
    assert belief.holds(2 * YEAR_MS, None, clock.now())


def test_a_right_answer_in_between_ends_the_suspicion(clock: "FakeClock") -> None:
    belief = Belief()
    belief.holds(YEAR_MS, 0, clock.now())
    clock.advance(60_000)
    assert belief.holds(500, 0, clock.now())
    assert not belief.holds(YEAR_MS, 0, clock.now())


def test_what_is_known_already_is_believed_at_once() -> None:
    assert Belief().holds(YEAR_MS, YEAR_MS - 2_000, NOW)


def test_a_clock_that_is_set_in_between_is_counted_in(clock: "FakeClock") -> None:
    belief = Belief()
    belief.holds(YEAR_MS, None, clock.now())
    clock.advance(60_000)
    clock.step(YEAR_MS)
    assert belief.holds(2 * YEAR_MS, None, clock.now())


def test_another_boot_confirms_nothing(clock: "FakeClock") -> None:
    belief = Belief()
    belief.holds(YEAR_MS, None, clock.now())
    clock.boot("boot-2", clock.now().utc_ms + 600_000)
    assert not belief.holds(YEAR_MS, None, clock.now())


def test_servers_in_turn_with_a_clock_each_are_told_apart(clock: "FakeClock") -> None:
    belief = Belief()
    for skew_ms in (YEAR_MS, -2 * YEAR_MS):
        assert not belief.holds(skew_ms, None, clock.now())
    clock.advance(60_000)
    assert belief.holds(YEAR_MS, None, clock.now())
    assert not belief.doubts


def test_a_clock_that_says_something_else_each_time_is_never_believed(clock: "FakeClock") -> None:
    belief = Belief()
    for number in range(2, 50):
        assert not belief.holds(number * YEAR_MS, None, clock.now())
        clock.advance(60_000)
    assert not belief.holds(2 * YEAR_MS, None, clock.now())  # so long ago that it confirms nothing


def test_how_long_it_is_doubted_counts_from_the_first_time(clock: "FakeClock") -> None:
    told = doubted_again(None, YEAR_MS, clock.now())
    assert told == Doubted(Skew(YEAR_MS, clock.now()), 0)
    clock.advance(300_000)
    clock.step(-YEAR_MS)
    assert doubted_again(told, 5, clock.now()) == Doubted(Skew(5, clock.now()), 300_000)


def test_a_boot_in_between_counts_for_nothing_and_forgets_nothing(clock: "FakeClock") -> None:
    told = Doubted(Skew(YEAR_MS, clock.now()), 300_000)
    clock.boot("boot-2", clock.now().utc_ms + YEAR_MS)
    assert doubted_again(told, YEAR_MS, clock.now()).lasted_ms == 300_000


def test_a_weekend_asleep_is_no_weekend_of_doubt(clock: "FakeClock") -> None:
    told = doubted_again(None, YEAR_MS, clock.now())
    clock.advance(3 * LONGEST_MS)
    assert not doubted_again(told, 2 * YEAR_MS, clock.now()).too_long


@given(st.lists(st.integers(0, 3600_000), min_size=24, max_size=60))
def test_it_lasts_as_long_as_it_was_heard(pauses_ms: list[int]) -> None:
    told, now = doubted_again(None, YEAR_MS, NOW), NOW
    for pause_ms in pauses_ms:
        now = replace(now, monotonic_ms=now.monotonic_ms + pause_ms)
        told = doubted_again(told, YEAR_MS, now)
    assert told.lasted_ms == sum(pauses_ms)
    assert told.too_long is (sum(pauses_ms) >= LONGEST_MS)
