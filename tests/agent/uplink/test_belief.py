"""Whether to believe how far the clocks are apart."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from barometer_agent.clock import Moment
from barometer_agent.uplink.belief import AT_ONCE_MS, Belief

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
