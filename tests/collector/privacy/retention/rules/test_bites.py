"""How much is deleted in one transaction."""

from hypothesis import given
from hypothesis import strategies as st

from barometer_collector.privacy.retention.rules.bites import FIRST, MOST, TARGET_SECONDS, next_size


def test_a_quick_bite_is_followed_by_one_of_twice_the_size() -> None:
    assert next_size(FIRST, 0.001) == 2 * FIRST


def test_a_slow_bite_is_followed_by_one_that_takes_the_time_it_may() -> None:
    assert next_size(1_000, TARGET_SECONDS * 4) == 250


@given(st.integers(1, MOST), st.floats(0, 100))
def test_a_bite_is_never_nothing_and_never_too_much(size: int, took: float) -> None:
    assert 1 <= next_size(size, took) <= MOST
