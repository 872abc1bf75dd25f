"""What may stand beside confidential words."""

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from barometer_collector.sentiment.rules.beside import Author, Beside, languages_told, told_beside
from barometer_collector.sentiment.rules.words import people

EVERYBODY = frozenset({"pulse", "told"})
authors = st.lists(
    st.builds(
        Author,
        st.sampled_from("abcdefgh"),
        st.integers(1, 8),
        st.sampled_from(["pulse", "told", "crash"]),
        st.sampled_from(["en", "nl", "fr"]),
        st.booleans(),
        st.booleans(),
    )
)


def _authors(count: int, kind: str = "told", language: str = "nl", first: int = 0) -> list[Author]:
    return [Author(f"person{first + number}", first + number, kind, language) for number in range(count)]


def _with(found: Sequence[Author], **what: bool) -> list[Author]:
    return [replace(each, **what) for each in found]  # type: ignore[arg-type]


def _shows(author: Author, told: Beside) -> bool:
    """Whether anything stands beside their words."""
    return (author.has_face and told.faces) or (author.has_topic and author.kind in told.kinds)


def _number(found: Sequence[Author]) -> int:
    return people((each.respondent, each.device_id) for each in found)


def test_a_topic_that_only_four_people_were_asked_is_not_told() -> None:
    wrote = [*_authors(5, "pulse"), *_authors(4, "crash", first=5)]
    assert told_beside(wrote, EVERYBODY, 5) == Beside(frozenset({"pulse"}), faces=True)
    fifth = _authors(1, "crash", first=9)
    assert told_beside([*wrote, *fifth], EVERYBODY, 5) == Beside(frozenset({"pulse", "crash"}), faces=True)


def test_one_person_who_answered_five_times_is_one() -> None:
    wrote = [*_authors(5), *_authors(1, "crash") * 5]
    assert told_beside(wrote, EVERYBODY, 5).kinds == {"told"}


def test_two_kinds_of_event_do_not_help_each_other() -> None:
    wrote = [*_authors(3, "crash"), *_authors(3, "slow_boot", first=3)]
    assert told_beside(wrote, EVERYBODY, 5) == Beside(frozenset(), faces=True)


def test_what_everybody_is_asked_has_its_topic_however_few_answered() -> None:
    wrote = [*_with(_authors(1, "pulse"), has_topic=True), *_with(_authors(4), has_face=True)]
    assert told_beside(wrote, EVERYBODY, 5) == Beside(frozenset({"pulse", "told"}), faces=True)


def test_who_would_stand_alone_without_a_topic_has_company() -> None:
    asked = [*_with(_authors(5, "pulse"), has_topic=True), *_with(_authors(5, first=5), has_face=True)]
    crashed = _authors(1, "crash", first=10)
    assert told_beside([*asked, *crashed], EVERYBODY, 5) == Beside(frozenset(), faces=True)
    silent = _authors(4, "pulse", first=11)
    assert told_beside([*asked, *crashed, *silent], EVERYBODY, 5).kinds == {"pulse", "told"}


def test_who_would_stand_alone_without_a_face_has_company() -> None:
    wrote = [*_with(_authors(5), has_face=True), *_authors(1, "crash", first=5)]
    assert told_beside(wrote, EVERYBODY, 5) == Beside(frozenset(), faces=False)


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
def test_whoever_was_asked_after_an_event_looks_like_enough_others(wrote: list[Author], needed: int) -> None:
    told = told_beside(wrote, EVERYBODY, needed)
    for kind in told.kinds - EVERYBODY:
        assert _number([each for each in wrote if each.kind == kind]) >= needed
    hidden = [each for each in wrote if each.kind not in {*told.kinds, *EVERYBODY}]
    bare = [each for each in wrote if not _shows(each, told)]
    assert not hidden or _number(bare) >= min(needed, _number(wrote))
