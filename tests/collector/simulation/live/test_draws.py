"""Seeded draws for many at once."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from barometer_collector.simulation.live.draws import bits, chosen, shares

NUMBERS = np.arange(20_000)


@given(st.integers(0, 1000), st.lists(st.integers(0, 1 << 40), min_size=1, max_size=20))
def test_a_draw_depends_on_its_keys_and_not_on_its_neighbours(seed: int, keys: list[int]) -> None:
    together = bits(seed, "a", np.array(keys))
    assert together.tolist() == [int(bits(seed, "a", key)[0]) for key in keys]


def test_another_seed_stream_or_key_is_another_draw() -> None:
    drawn = [bits(1, "a", NUMBERS), bits(2, "a", NUMBERS), bits(1, "b", NUMBERS), bits(1, "a", NUMBERS, 1)]
    assert len(set(np.concatenate(drawn).tolist())) == 4 * len(NUMBERS)


def test_numbers_below_zero_are_keys_too() -> None:
    assert bits(1, "a", np.array([-1]))[0] != bits(1, "a", np.array([1]))[0]


def test_shares_are_spread_evenly() -> None:
    drawn = shares(1, "even", NUMBERS)
    assert 0 <= drawn.min() < 0.001 < 0.999 < drawn.max() < 1
    counts = np.histogram(drawn, bins=20, range=(0, 1))[0]
    assert abs(counts - 1000).max() < 150


def test_things_are_chosen_by_their_weight() -> None:
    found = chosen((0.7, 0.2, 0.1), shares(1, "things", NUMBERS))
    assert [round(float(np.mean(found == each)), 1) for each in range(3)] == [0.7, 0.2, 0.1]


def test_a_share_at_the_edge_belongs_to_the_next() -> None:
    assert chosen((1.0, 1.0), np.array([0.0, 0.4999, 0.5, 0.9999])).tolist() == [0, 0, 1, 1]
