"""X of a period is of one kind, and what may be invented hides nobody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometer_collector.sentiment.rules.kinds import AnonymousRound, doubted, round_of_period
from barometer_collector.sentiment.rules.votes import PERIOD_DAYS

DAY = 86_400_000
END = 1_000
NOW = (END + 1) * DAY
IDS = st.frozensets(st.text("abcdef", min_size=1, max_size=4), max_size=30)


def closing(day: int, name: str = "a") -> AnonymousRound:
    """A round whose last moment is at noon of that day."""
    return AnonymousRound(name, day * DAY + DAY // 2)


@pytest.mark.parametrize(
    ("day", "counts"),
    [(END - PERIOD_DAYS, False), (END - PERIOD_DAYS + 1, True), (END - 3, True), (END - 2, False)],
)
def test_a_round_counts_in_the_period_in_which_it_closed_once_its_answers_are_in(day: int, counts: bool) -> None:
    assert (round_of_period([closing(day)], END, NOW) is not None) is counts


def test_of_several_rounds_in_a_period_the_last_one_counts_alone() -> None:
    rounds = [closing(END - 20, "first"), closing(END - 5, "last"), closing(END - 1, "not in yet")]
    assert round_of_period(rounds, END, NOW) == rounds[1]


def test_without_a_round_confidential_votes_count() -> None:
    assert round_of_period([], END, NOW) is None


@given(IDS, IDS, st.integers(0, 40))
def test_as_many_are_doubted_as_may_be_invented(ids: frozenset[str], published: frozenset[str], extra: int) -> None:
    found = doubted(ids, published, extra)
    assert found <= ids
    assert len(found) == min(extra, len(ids))


@given(IDS, IDS, st.integers(0, 40))
def test_what_is_new_is_doubted_before_what_was_shown(
    ids: frozenset[str], published: frozenset[str], extra: int
) -> None:
    found = doubted(ids, published, extra)
    assert not found & published or ids - published <= found
