"""Which ballots count, and until when."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometer_collector.ballots import rules
from barometer_shared import tokens
from barometer_shared.anonymous import Ballot
from barometer_shared.questions import CalmAnswer, FacesAnswer, FreeTextAnswer, NoOpinion, Response
from tests.collector.voters import TERMS

HOUR = 3_600_000
CLOSES = TERMS.closes_at
KEY = b"\x02" * 49


def token(campaign: str = TERMS.campaign) -> str:
    return tokens.to_text(tokens.join_token(tokens.token_input(bytes(32), campaign, KEY), bytes(48)))


def ballot(response: Response | None = None, **more: str) -> Ballot:
    return Ballot(token(), response, **more)


@pytest.mark.parametrize(
    ("since_close", "early", "counted", "late"),
    [
        (-1, True, False, False),
        (0, False, False, False),
        (72 * HOUR - 1, False, False, False),
        (72 * HOUR, False, True, False),
        ((72 + 720) * HOUR - 1, False, True, False),
        ((72 + 720) * HOUR, False, True, True),
    ],
)
def test_ballots_are_taken_from_the_close_on_and_counted_after_three_days(
    since_close: int, early: bool, counted: bool, late: bool
) -> None:
    now = CLOSES + since_close
    told = rules.too_early(CLOSES, now), rules.may_be_counted(CLOSES, now), rules.too_late(CLOSES, now)
    assert told == (early, counted, late)


def test_the_day_of_an_answer_is_that_of_the_last_moment_of_its_round() -> None:
    assert (rules.last_day(10 * rules.DAY_MS), rules.last_day(10 * rules.DAY_MS + 1)) == (9, 10)


def test_a_token_is_for_its_own_campaign() -> None:
    assert rules.token_of(ballot(), TERMS.campaign) == tokens.split_token(tokens.from_text(token()))
    assert rules.token_of(ballot(), "another") is None
    assert rules.token_of(Ballot("A" * 195), TERMS.campaign) is None


@pytest.mark.parametrize(
    ("given_ballot", "fits"),
    [
        (ballot(FacesAnswer(4)), True),
        (ballot(FacesAnswer(4), topic="network", comment="Wi-Fi"), True),
        (ballot(), True),
        (ballot(NoOpinion()), True),
        (ballot(comment="a comment on nothing"), False),
        (ballot(NoOpinion(), topic="network"), False),
        (ballot(FacesAnswer(4), topic="what-nobody-offered"), False),
        (ballot(CalmAnswer(4)), False),
        (ballot(FreeTextAnswer("x")), False),
    ],
)
def test_a_ballot_answers_the_question_of_its_round_or_says_nothing(given_ballot: Ballot, fits: bool) -> None:
    assert rules.answers(given_ballot, TERMS) is fits


def test_a_comment_counts_only_where_its_author_wanted_one() -> None:
    terms = rules.Terms(TERMS.campaign, TERMS.question, False, CLOSES)
    assert rules.answers(ballot(FacesAnswer(4)), terms)
    assert not rules.answers(ballot(FacesAnswer(4), comment="Wi-Fi"), terms)


@pytest.mark.parametrize(("response", "vote"), [(None, False), (NoOpinion(), False), (FacesAnswer(1), True)])
def test_only_an_answer_is_kept(response: Response | None, vote: bool) -> None:
    assert rules.is_vote(ballot(response)) is vote


@given(st.integers(0, (1 << 128) - 1), st.integers(1, 500))
def test_a_group_of_up_to_five_hundred_is_one_heap(number: int, laptops: int) -> None:
    assert rules.heap_of(f"{number:032x}", laptops) == 0


@given(st.lists(st.integers(0, (1 << 128) - 1), min_size=200, max_size=200, unique=True), st.integers(1_001, 100_000))
def test_a_larger_group_is_several_heaps_of_random_rows(numbers: list[int], laptops: int) -> None:
    heaps = {rules.heap_of(f"{number:032x}", laptops) for number in numbers}
    assert heaps <= set(range(1 + (laptops - 1) // 500))


@pytest.mark.parametrize(
    ("came", "looked", "extra", "enough"),
    [(5, None, 0, True), (4, None, 0, False), (9, 5, 0, False), (10, 5, 0, True), (12, 5, 3, False), (13, 5, 3, True)],
)
def test_a_group_is_looked_at_when_messages_of_five_people_came_since(
    came: int, looked: int | None, extra: int, enough: bool
) -> None:
    assert rules.are_enough(came, looked, extra, 5) is enough


def test_a_round_is_looked_at_a_day_apart() -> None:
    day = rules.DAY_MS
    assert [rules.may_look(seen, 10 * day) for seen in (None, 9 * day, 9 * day + 1)] == [True, True, False]


@pytest.mark.parametrize(
    ("saying", "extra", "told"), [(5, 0, True), (4, 0, False), (7, 3, False), (8, 3, True), (0, 0, False)]
)
def test_words_are_told_when_enough_people_wrote_though_some_may_be_invented(
    saying: int, extra: int, told: bool
) -> None:
    assert rules.may_be_told(saying, extra, 5) is told


@pytest.mark.parametrize(("issued", "served", "extra"), [(None, None, 0), (5, 5, 0), (8, 5, 3), (4, 1, 3), (0, 0, 0)])
def test_tokens_beyond_one_for_a_laptop_are_extra(issued: Any, served: Any, extra: int) -> None:
    assert rules.extra_votes(issued, served) == extra
