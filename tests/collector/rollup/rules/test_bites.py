"""How big a bite may be."""

from hypothesis import given
from hypothesis import strategies as st

from barometer_collector.rollup.rules.bites import (
    FEWEST_SAMPLES,
    MOST_DAYS,
    MOST_SAMPLES,
    TARGET_SECONDS,
    OpenBatch,
    bite_of,
    next_days,
    next_size,
    target_seconds,
)

batches = st.lists(st.integers(0, 2_000).map(lambda n: OpenBatch(1, n, 20_000)), max_size=50)


@given(batches, st.integers(1, 10_000))
def test_a_bite_is_the_first_batches_and_never_none_of_them(waiting: list[OpenBatch], samples: int) -> None:
    bite = bite_of(waiting, samples)
    assert list(bite) == waiting[: len(bite)]
    assert bool(bite) == bool(waiting)


@given(batches, st.integers(1, 10_000))
def test_a_bite_holds_no_more_than_asked_unless_its_first_batch_alone_does(
    waiting: list[OpenBatch], samples: int
) -> None:
    bite = bite_of(waiting, samples)
    assert len(bite) <= 1 or sum(max(1, each.samples) for each in bite) <= samples


def test_a_bite_that_took_twice_as_long_as_meant_is_halved() -> None:
    assert next_size(10_000, TARGET_SECONDS * 2) == 5_000


@given(st.integers(1, 10**7), st.floats(0, 100))
def test_the_size_stays_within_bounds(samples: int, seconds: float) -> None:
    assert FEWEST_SAMPLES <= next_size(samples, seconds) <= MOST_SAMPLES


@given(st.integers(FEWEST_SAMPLES, MOST_SAMPLES), st.floats(0, 10), st.floats(0, 10))
def test_slower_never_makes_the_next_one_bigger(samples: int, one: float, other: float) -> None:
    assert next_size(samples, max(one, other)) <= next_size(samples, min(one, other))


@given(st.integers(1, MOST_DAYS), st.floats(0, 100))
def test_at_least_one_day_is_packed_at_a_time(days: int, seconds: float) -> None:
    assert 1 <= next_days(days, seconds) <= MOST_DAYS


def test_days_follow_the_time_the_last_ones_took() -> None:
    assert next_days(100, TARGET_SECONDS * 2) == 50
    assert next_days(100, TARGET_SECONDS / 1.5) == 150


def test_a_bite_may_take_longer_where_nobody_waits_for_it() -> None:
    on_server = target_seconds(is_sqlite=False)
    assert target_seconds(is_sqlite=True) == TARGET_SECONDS < on_server
    assert next_size(1_000, TARGET_SECONDS * 2, on_server) == 2_000
