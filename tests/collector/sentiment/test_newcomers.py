"""When newcomers are asked."""

from itertools import pairwise

from barometer_collector.sentiment.newcomers import CAMPAIGN, MOMENTS


def test_the_moments_are_a_week_apart_and_two_in_a_month() -> None:
    starts = [audience.from_day for audience in MOMENTS.values()]
    assert starts == [1, 8, 32]
    assert all(later - earlier >= 7 for earlier, later in pairwise(starts))
    assert starts[2] - starts[0] > 30


def test_each_is_named_for_its_day_and_is_over_before_the_next_begins() -> None:
    assert list(MOMENTS) == [f"onboarding-{audience.from_day}" for audience in MOMENTS.values()]
    ends = [audience.until_day for audience in MOMENTS.values()]
    assert all(end is not None and end <= 46 for end in ends)
    assert ends[0] == 8


def test_it_is_asked_in_both_languages() -> None:
    assert set(CAMPAIGN.question.text) == set(CAMPAIGN.why) == {"en", "nl"}
