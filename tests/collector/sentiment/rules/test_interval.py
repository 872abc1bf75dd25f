"""How sure a group's X is."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from barometer_collector.sentiment.rules.interval import interval

counts = st.lists(st.integers(0, 12), min_size=5, max_size=5).filter(any)


@settings(max_examples=40, deadline=None)
@given(counts, st.integers(0, 60))
def test_it_holds_the_mean_within_0_to_100_and_is_never_a_point(chosen: list[int], asked: int) -> None:
    low, high = interval(chosen, asked)
    mean = float(np.dot(chosen, [0, 25, 50, 75, 100])) / sum(chosen)
    assert 0 <= low <= mean + 1e-9
    assert mean - 1e-9 <= high <= 100
    assert high > low
    assert interval(chosen, asked) == (low, high)


def test_it_narrows_as_more_of_the_team_has_answered() -> None:
    answered = [1, 2, 3, 2, 2]
    widths = [high - low for low, high in (interval(answered, asked) for asked in (10, 14, 20, 200))]
    assert widths == sorted(widths)
    assert widths[0] < widths[-1]


def test_equal_answers_are_no_certainty_even_of_everybody() -> None:
    low, high = interval([0, 0, 0, 0, 5], 5)
    assert (low, high) == (95, 100)


def test_more_answers_than_people_known_means_that_their_number_is_not_known() -> None:
    assert interval([1, 1, 1, 1, 2], 2) == interval([1, 1, 1, 1, 2], 100_006)


def test_without_answers_there_is_none() -> None:
    with pytest.raises(ValueError, match="without answers"):
        interval([0] * 5, 10)


@pytest.mark.parametrize(("people", "answered"), [(8, 8), (20, 12), (100, 40)])
def test_it_holds_the_teams_true_mean_about_as_often_as_it_says(people: int, answered: int) -> None:
    """The share of 150 simulated teams whose interval holds the mean of everybody; sure to 3 standard errors."""
    generator = np.random.default_rng(5)
    hits = 0
    for _ in range(150):
        faces = generator.choice(5, size=people, p=[0.05, 0.1, 0.2, 0.4, 0.25])
        low, high = interval(np.bincount(faces[:answered], minlength=5).tolist(), people)
        hits += low - 1e-9 <= faces.mean() * 25 <= high + 1e-9
    assert hits / 150 >= 0.90
