"""When confidential words may be read."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from barometer_collector.sentiment.rules.rounds import round_of
from barometer_collector.sentiment.rules.words import Closed, Writer, closed_bundles

FIRST = 20_752  # Monday 26 October 2026
NEXT = FIRST + 28
writers = st.lists(st.builds(Writer, st.integers(FIRST, FIRST + 140), st.sampled_from("abcdefgh"), st.integers(1, 8)))


def _people(count: int, day: int = FIRST, first: int = 0) -> list[Writer]:
    return [Writer(day, f"person{first + number}", first + number) for number in range(count)]


def test_words_of_enough_people_are_shown_when_their_round_is_over() -> None:
    wrote = _people(5)
    assert closed_bundles(wrote, 5, NEXT - 1) == []
    assert closed_bundles(wrote, 5, NEXT) == [Closed(FIRST, NEXT - 1, 5)]


def test_too_few_wait_for_those_of_the_next_round() -> None:
    wrote = [*_people(3), *_people(2, NEXT + 5, first=3)]
    assert closed_bundles(wrote, 5, NEXT + 27) == []
    assert closed_bundles(wrote, 5, NEXT + 28) == [Closed(FIRST, NEXT + 27, 5)]


def test_one_person_with_many_words_or_accounts_is_one() -> None:
    assert closed_bundles([Writer(FIRST + day, "a", 1) for day in range(9)], 3, NEXT) == []
    assert closed_bundles([Writer(FIRST, name, 1) for name in "abcde"], 3, NEXT) == []
    assert closed_bundles([Writer(FIRST, "a", device) for device in range(9)], 3, NEXT) == []


@given(writers, st.integers(3, 6), st.integers(FIRST, FIRST + 200))
def test_a_bundle_never_holds_fewer_people_and_never_a_day_twice(wrote: list[Writer], needed: int, today: int) -> None:
    found = closed_bundles(wrote, needed, today)
    assert all(each.people >= needed and each.last_day < today for each in found)
    assert all(one.last_day < other.first_day for one, other in pairwise(found))
    for each in found:
        inside = [writer for writer in wrote if each.first_day <= writer.day <= each.last_day]
        assert min(len({one.respondent for one in inside}), len({one.device_id for one in inside})) == each.people


@given(writers, writers, st.integers(3, 6))
def test_what_comes_later_changes_no_bundle_that_was_shown(
    wrote: list[Writer], later: list[Writer], needed: int
) -> None:
    today = FIRST + 84
    before = closed_bundles([writer for writer in wrote if writer.day < today], needed, today)
    fresh = [writer for writer in later if round_of(writer.day).first_day >= round_of(today).first_day]
    known = [writer for writer in wrote if writer.day < today]
    assert closed_bundles([*known, *fresh], needed, today + 100)[: len(before)] == before
