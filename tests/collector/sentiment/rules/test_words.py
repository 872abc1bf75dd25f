"""When confidential words may be read."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from barometer_collector.sentiment.rules.rounds import round_of
from barometer_collector.sentiment.rules.words import Closed, Written, closed_bundles, people

FIRST = 20_752  # Monday 26 October 2026
NEXT = FIRST + 28
written = st.builds(
    Written, st.integers(FIRST, FIRST + 140), st.sampled_from("abcdefgh"), st.integers(1, 8), st.uuids().map(str)
)
many = st.lists(written, unique_by=lambda each: each.answer_id)


def _people(count: int, day: int = FIRST, first: int = 0) -> list[Written]:
    return [Written(day, f"person{first + number}", first + number, "a") for number in range(count)]


def _who(words: tuple[Written, ...]) -> list[tuple[str, int]]:
    return [(each.respondent, each.device_id) for each in words]


def test_words_of_enough_people_are_shown_when_their_round_is_over() -> None:
    wrote = _people(5)
    assert closed_bundles(wrote, 5, NEXT - 1) == []
    assert closed_bundles(wrote, 5, NEXT) == [Closed(FIRST, NEXT - 1, tuple(wrote))]


def test_too_few_wait_for_those_of_the_next_round() -> None:
    wrote = [*_people(3), *_people(2, NEXT + 5, first=3)]
    assert closed_bundles(wrote, 5, NEXT + 27) == []
    assert closed_bundles(wrote, 5, NEXT + 28) == [Closed(FIRST, NEXT + 27, tuple(wrote))]


def test_one_person_with_many_words_or_accounts_is_one() -> None:
    assert closed_bundles([Written(FIRST + day, "a", 1, str(day)) for day in range(9)], 3, NEXT) == []
    assert closed_bundles([Written(FIRST, name, 1, name) for name in "abcde"], 3, NEXT) == []
    assert closed_bundles([Written(FIRST, "a", device, "a") for device in range(9)], 3, NEXT) == []


def test_what_was_written_down_late_waits_for_the_first_bundle_that_is_not_closed() -> None:
    late = _people(5)
    assert closed_bundles(late, 5, NEXT, closed_until=NEXT - 1) == []
    assert closed_bundles(late, 5, NEXT + 28, closed_until=NEXT - 1) == [Closed(NEXT, NEXT + 27, tuple(late))]


@given(many, st.integers(3, 6), st.integers(FIRST, FIRST + 200))
def test_a_bundle_never_holds_fewer_people_and_never_a_day_twice(wrote: list[Written], needed: int, today: int) -> None:
    found = closed_bundles(wrote, needed, today)
    assert all(people(_who(each.words)) >= needed and each.last_day < today for each in found)
    assert all(one.last_day < other.first_day for one, other in pairwise(found))
    for each in found:
        inside = {word for word in wrote if each.first_day <= word.day <= each.last_day}
        assert inside == {*each.words}


@given(many, many, st.lists(st.integers(3, 6), min_size=2, max_size=2))
def test_one_after_the_other_no_word_is_in_two_bundles_whatever_the_threshold_becomes(
    wrote: list[Written], later: list[Written], needed: list[int]
) -> None:
    today = FIRST + 84
    before = closed_bundles([word for word in wrote if word.day < today], needed[0], today)
    closed = {word for each in before for word in each.words}
    until = before[-1].last_day if before else None
    rest = [word for word in {*wrote, *later} if word not in closed]
    after = closed_bundles(rest, needed[1], today + 100, until)
    assert all(people(_who(each.words)) >= needed[1] for each in after)
    assert all(one.last_day < other.first_day for one, other in pairwise([*before, *after]))
    assert all(round_of(each.first_day).first_day == each.first_day for each in after)
    assert closed.isdisjoint(word for each in after for word in each.words)
