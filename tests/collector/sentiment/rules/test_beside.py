"""What may stand beside confidential words."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from barometer_collector.sentiment.rules.beside import Author, kinds_with_topic, languages_told
from barometer_collector.sentiment.rules.words import people

EVERYBODY = frozenset({"pulse", "told"})
authors = st.lists(
    st.builds(
        Author,
        st.sampled_from("abcdefgh"),
        st.integers(1, 8),
        st.sampled_from(["pulse", "told", "crash"]),
        st.sampled_from(["en", "nl", "fr"]),
    )
)


def _authors(count: int, kind: str = "told", language: str = "nl", first: int = 0) -> list[Author]:
    return [Author(f"person{first + number}", first + number, kind, language) for number in range(count)]


def _number(found: Sequence[Author]) -> int:
    return people((each.respondent, each.device_id) for each in found)


def test_a_topic_that_only_four_people_were_asked_is_not_told() -> None:
    wrote = [*_authors(5, "pulse"), *_authors(4, "crash", first=5)]
    assert kinds_with_topic(wrote, EVERYBODY, 5) == {"pulse"}
    assert kinds_with_topic([*wrote, *_authors(1, "crash", first=9)], EVERYBODY, 5) == {"pulse", "crash"}


def test_one_person_who_answered_five_times_is_one() -> None:
    wrote = [*_authors(5), *_authors(1, "crash") * 5]
    assert kinds_with_topic(wrote, EVERYBODY, 5) == {"told"}


def test_two_kinds_of_event_do_not_help_each_other() -> None:
    wrote = [*_authors(3, "crash"), *_authors(3, "slow_boot", first=3)]
    assert kinds_with_topic(wrote, EVERYBODY, 5) == frozenset()


def test_what_everybody_is_asked_has_its_topic_however_few_answered() -> None:
    assert kinds_with_topic([*_authors(1, "pulse"), *_authors(4)], EVERYBODY, 5) == {"pulse", "told"}


def test_one_language_of_all_is_told() -> None:
    assert languages_told(_authors(5), 5) == {"nl"}


def test_the_one_with_another_language_is_marked_neither_by_it_nor_by_having_none() -> None:
    assert languages_told([*_authors(8), *_authors(1, language="en", first=8)], 5) == frozenset()


def test_two_languages_of_enough_people_are_told_and_so_is_one_beside_enough_others() -> None:
    both = [*_authors(5), *_authors(5, language="en", first=5)]
    assert languages_told(both, 5) == {"nl", "en"}
    others = [*_authors(3, language="fr", first=5), *_authors(2, language="en", first=8)]
    assert languages_told([*_authors(5), *others], 5) == {"nl"}


@given(authors, st.integers(3, 6))
def test_whoever_has_a_language_and_whoever_has_none_is_one_of_enough(wrote: list[Author], needed: int) -> None:
    told = languages_told(wrote, needed)
    assert all(_number([each for each in wrote if each.language == language]) >= needed for language in told)
    assert _number([each for each in wrote if each.language not in told]) not in range(1, needed if told else 1)


@given(authors, st.integers(3, 6))
def test_whoever_has_a_topic_of_an_event_is_one_of_enough(wrote: list[Author], needed: int) -> None:
    told = kinds_with_topic(wrote, EVERYBODY, needed)
    assert told <= {each.kind for each in wrote}
    assert all(
        _number([each for each in wrote if each.kind == kind]) >= needed for kind in told if kind not in EVERYBODY
    )
