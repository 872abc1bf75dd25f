"""When a ticket is asked for, and when its message leaves."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from barometer_agent.anonymous import asking
from barometer_shared.anonymous import CATCH_UP_MS, LATE_MS, SPREAD_MS

HOUR = 3_600_000
SEEDS = st.integers(0, 1 << 32)
MOMENTS = st.integers(0, 4_000_000_000_000)


@given(MOMENTS, st.integers(-HOUR, 90 * 24 * HOUR), SEEDS)
def test_a_ticket_is_asked_for_on_the_first_day_and_in_time(now_ms: int, left_ms: int, seed: int) -> None:
    at_ms = asking.ask_at(now_ms, now_ms + left_ms, Random(seed))
    assert now_ms <= at_ms <= now_ms + 24 * HOUR
    assert at_ms <= now_ms + max(0, left_ms) // 4 + 1


@given(MOMENTS, SEEDS)
def test_a_message_leaves_within_three_days_of_the_close(closes_ms: int, seed: int) -> None:
    assert closes_ms <= asking.send_at(closes_ms, Random(seed)) <= closes_ms + SPREAD_MS


def test_messages_leave_all_over_those_days() -> None:
    random = Random(1)
    moments = [asking.send_at(0, random) for _ in range(2000)]
    tenths = [sum(SPREAD_MS * part <= 10 * at < SPREAD_MS * (part + 1) for at in moments) for part in range(10)]
    assert min(tenths) > 140


@given(MOMENTS, st.integers(-72 * HOUR, 72 * HOUR), SEEDS)
def test_a_moment_that_was_missed_is_drawn_again_and_no_other(now_ms: int, late_ms: int, seed: int) -> None:
    at_ms = asking.after_absence(now_ms - late_ms, now_ms, Random(seed))
    if late_ms <= asking.MISSED_MS:
        assert at_ms == now_ms - late_ms
    else:
        assert now_ms <= at_ms <= now_ms + CATCH_UP_MS


@given(MOMENTS, SEEDS)
def test_after_a_failure_nobody_comes_back_at_once(now_ms: int, seed: int) -> None:
    assert now_ms + HOUR // 6 <= asking.again_at(now_ms, Random(seed)) <= now_ms + HOUR


def test_a_month_after_the_last_moment_it_is_too_late() -> None:
    assert not asking.is_too_late(1000, 1000 + SPREAD_MS + LATE_MS)
    assert asking.is_too_late(1000, 1001 + SPREAD_MS + LATE_MS)
