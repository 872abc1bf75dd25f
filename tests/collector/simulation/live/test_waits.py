"""How long a laptop waits."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from barometer_collector.simulation.live import waits

DRAWS = st.floats(0, 1)


@given(st.integers(1, 40), st.none() | st.floats(0, 10_000), DRAWS)
def test_the_server_is_never_asked_sooner_than_it_said(failures: int, asked: float | None, draw: float) -> None:
    wait = waits.after_failure(failures, asked, draw)
    least = min(asked or 0.0, waits.LONGEST_ASKED_SECONDS)
    assert least <= wait <= least + max(least, waits.CAP_SECONDS)


def test_the_window_doubles_until_its_cap() -> None:
    assert [waits.after_failure(failures, None, 1.0) for failures in (1, 2, 3, 9, 10, 30)] == [2, 4, 8, 512, 900, 900]


def test_a_pause_is_on_average_what_was_asked() -> None:
    assert [waits.between_batches(4.0, draw) for draw in (0.0, 0.5, 1.0)] == [2.0, 4.0, 6.0]


def test_the_return_from_an_outage_is_what_is_left_of_a_wait() -> None:
    random = np.random.default_rng(1)
    lengths = random.uniform(0, waits.CAP_SECONDS, 40_000)
    ends = np.cumsum(lengths)
    moments = random.uniform(0, ends[-1] - waits.CAP_SECONDS, 20_000)
    left = ends[np.searchsorted(ends, moments)] - moments
    drawn = np.array([waits.after_outage(draw) for draw in random.uniform(0, 1, 20_000)])
    for share in (0.1, 0.5, 0.9):
        assert abs(np.quantile(left, share) - np.quantile(drawn, share)) < 20


@given(DRAWS, st.floats(1, 900))
def test_everybody_is_back_within_the_time_given(draw: float, within: float) -> None:
    assert 0 <= waits.after_outage(draw, within) <= within
