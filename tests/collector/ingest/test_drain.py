"""How fast a fleet may hand in what it kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometer_collector.ingest.drain import (
    CROWD,
    FREE_SECONDS,
    LONGEST_SECONDS,
    TIMES,
    is_long,
    pause_ms,
    retry_seconds,
    smoothed,
)
from barometer_shared.protocol import MAX_PAUSE_MS

seconds = st.floats(0, 1e6)


@pytest.mark.parametrize(
    ("waited", "waiting", "asked"),
    [
        (0.0, CROWD, 0),
        (0.01, CROWD, 0),
        (FREE_SECONDS, CROWD, 0),
        (1.25, CROWD, 1000 * TIMES),
        (1.25, 10 * CROWD, 1000 * TIMES),
        (1.25, CROWD // 4, 250 * TIMES),
        (60.0, 0, 0),
        (1e6, CROWD, MAX_PAUSE_MS),
    ],
)
def test_a_pause_grows_with_wait_and_crowd_and_none_is_asked_while_there_is_room(
    waited: float, waiting: int, asked: int
) -> None:
    assert pause_ms(waited, waiting) == asked


@given(seconds, seconds, st.integers(0, 10_000))
def test_who_waited_longer_never_pauses_shorter(one: float, other: float, waiting: int) -> None:
    assert 0 <= pause_ms(min(one, other), waiting) <= pause_ms(max(one, other), waiting) <= MAX_PAUSE_MS


@given(st.integers(0, 10_000), st.floats(0, 100))
def test_nothing_is_taken_in_that_would_wait_too_long(waiting: int, batch_seconds: float) -> None:
    assert is_long(CROWD + waiting, batch_seconds) == ((CROWD + waiting) * batch_seconds > LONGEST_SECONDS)


def test_a_slow_database_without_a_crowd_sends_nobody_away() -> None:
    assert not is_long(CROWD - 1, 60.0)
    assert is_long(CROWD, 60.0)


@given(st.floats(0, 1))
def test_those_who_are_refused_together_come_back_apart(draw: float) -> None:
    longest = TIMES * LONGEST_SECONDS
    assert longest / 2 <= retry_seconds(draw) <= longest * 1.5
    assert retry_seconds(0.0) < retry_seconds(1.0)


@given(st.lists(st.tuples(st.floats(0.001, 10), st.integers(1, 64)), min_size=1, max_size=60))
def test_the_running_mean_stays_between_what_was_measured(groups: list[tuple[float, int]]) -> None:
    mean = 0.0
    each = [taken / batches for taken, batches in groups]
    for taken, batches in groups:
        mean = smoothed(mean, taken, batches)
    assert min(each) * 0.999 <= mean <= max(each) * 1.001


def test_the_running_mean_forgets_a_stall() -> None:
    mean = 30.0
    for _ in range(40):
        mean = smoothed(mean, 0.005, 1)
    assert mean < 0.01
