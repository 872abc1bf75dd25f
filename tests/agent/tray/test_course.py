"""The course of one question."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometer_agent.spool.prompts import Outcome
from barometer_agent.tray.answering import Given
from barometer_agent.tray.course import Course, Stage, most_words
from barometer_shared.questions import (
    Anonymous,
    Faces,
    FacesAnswer,
    FollowUp,
    FreeText,
    FreeTextAnswer,
    NoOpinion,
    OpenQuestion,
    Option,
)

TEXT = {"en": "?"}
TOPICS = [Option(name, {"en": name}) for name in ("network", "laptop", "application", "help", "other")]
LOW = FollowUp({"en": "What is it about?"}, TOPICS, 1, 2)
ASKED = OpenQuestion("pulse", Faces(TEXT), TEXT, TEXT, 9, follow_ups=[LOW], contact=True)
NOBODYS = OpenQuestion(
    "calm", Faces(TEXT), TEXT, TEXT, 9, contact=True, anonymous=Anonymous(TEXT, "A" * 66, "0" * 64, 9, 9)
)
CHANCE = Random(7)


def test_only_the_scores_that_it_names_are_followed_by_a_question() -> None:
    assert Course(ASKED).answered(FacesAnswer(2), CHANCE).stage is Stage.ABOUT
    assert Course(ASKED).answered(FacesAnswer(3), CHANCE).stage is Stage.THANKS
    assert Course(ASKED).answered(NoOpinion(), CHANCE).stage is Stage.THANKS


def test_the_options_come_in_an_order_of_chance_and_all_of_them() -> None:
    courses = [Course(ASKED).answered(FacesAnswer(1), Random(seed)) for seed in range(50)]
    orders = {tuple(option.id for option in course.options) for course in courses}
    everything = {option.id for option in TOPICS}
    assert len(orders) > 20
    assert all(set(order) == everything and len(order) == 5 for order in orders)
    assert {order[0] for order in orders} == everything


def test_an_answer_counts_before_anything_else_is_chosen() -> None:
    course = Course(ASKED).answered(FacesAnswer(1), CHANCE)
    assert course.end == course.closed().end == course.waited().end == Given(FacesAnswer(1))
    assert course.about("laptop").end == Given(FacesAnswer(1), topic="laptop")
    assert course.about().end == Given(FacesAnswer(1))


def test_undo_goes_back_to_the_question_and_takes_everything_along_but_the_first_tick() -> None:
    course = Course(ASKED).shared(share=True).answered(FacesAnswer(1), CHANCE)
    course = course.about("network").contacted(contact=True).said("slow")
    assert course.end == Given(FacesAnswer(1), share=True, comment="slow", topic="network", contact=True)
    back = course.undone()
    assert (back.stage, back.end, back.share) == (Stage.QUESTION, Outcome.NOT_NOW, True)
    assert back.answered(FacesAnswer(5), CHANCE).end == Given(FacesAnswer(5), share=True)


def test_to_be_contacted_it_has_to_be_shared() -> None:
    course = Course(ASKED).answered(FacesAnswer(5), CHANCE).contacted(contact=True)
    assert course.end == Given(FacesAnswer(5), share=True, contact=True)
    assert course.shared(share=False).end == Given(FacesAnswer(5))
    assert course.contacted(contact=False).end == Given(FacesAnswer(5), share=True)


def test_an_answer_of_nobody_is_never_shared_or_contacted() -> None:
    course = Course(NOBODYS).shared(share=True).answered(FacesAnswer(5), CHANCE).contacted(contact=True)
    assert (course.may_share, course.may_contact) == (False, False)
    assert course.end == Given(FacesAnswer(5))
    assert len(course.said("x" * 3000).comment) == most_words(NOBODYS) == 500
    assert len(Course(ASKED).said("x" * 3000).comment) == most_words(ASKED) == 2000


def test_a_question_that_nobody_touches_is_unanswered_and_one_that_is_closed_is_not_now() -> None:
    assert Course(ASKED).waited().end is Outcome.UNANSWERED
    assert Course(ASKED).closed().end is Outcome.NOT_NOW


def test_each_stage_has_its_own_patience_and_who_writes_has_more() -> None:
    about = Course(ASKED).answered(FacesAnswer(1), CHANCE)
    thanks = about.about("laptop")
    seconds = [course.patience_seconds for course in (Course(ASKED), about, thanks, thanks.said("s"), thanks.said(""))]
    assert seconds == [60, 20, 10, 60, 60]


@pytest.mark.parametrize("response", [FreeTextAnswer("slow"), NoOpinion()])
def test_who_wrote_or_has_no_opinion_is_not_asked_to_write(response: FreeTextAnswer | NoOpinion) -> None:
    asked = OpenQuestion("why", FreeText(TEXT), TEXT, TEXT, 9)
    assert not Course(asked).answered(response, CHANCE).may_comment


def test_without_comments_there_is_no_place_for_one() -> None:
    asked = OpenQuestion("why", Faces(TEXT), TEXT, TEXT, 9, comments=False)
    assert not Course(asked).answered(FacesAnswer(1), CHANCE).may_comment


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("answered"), st.integers(1, 5).map(FacesAnswer)),
        st.tuples(st.just("about"), st.sampled_from(["", "laptop"])),
        st.tuples(st.sampled_from(["shared", "contacted"]), st.booleans()),
        st.tuples(st.just("said"), st.text(max_size=5)),
        st.tuples(st.just("undone"), st.none()),
    )
)


@given(st.sampled_from([ASKED, NOBODYS]), STEPS)
def test_whatever_is_done_nobody_is_contacted_who_did_not_share(
    asked: OpenQuestion, steps: list[tuple[str, object]]
) -> None:
    course = Course(asked)
    for name, value in steps:
        course = take(course, name, value)
        given = course.end
        if isinstance(given, Given):
            assert given.share or not given.contact
            assert asked.anonymous is None or not given.share
        else:
            assert course.stage is Stage.QUESTION


def take(course: Course, name: str, value: object) -> Course:
    if name == "answered":
        assert isinstance(value, FacesAnswer)
        return course.answered(value, CHANCE)
    if name == "undone" or course.response is None:
        return course.undone()
    step: Course = getattr(course, name)(value)
    return step
