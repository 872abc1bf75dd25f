"""Answers stay within the scale of their question, and every question has its kind of answer."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometer_shared.questions import (
    QUESTION_TYPES,
    Answer,
    CalmAnswer,
    Choice,
    ChoiceAnswer,
    Faces,
    FacesAnswer,
    FollowUp,
    FreeTextAnswer,
    NoOpinion,
    OpenQuestion,
    Option,
    Question,
    Response,
    Sharing,
    fits,
    follow_up_of,
    score_of,
)

SCALES = {"faces": (1, 5), "effort": (1, 7), "recommend": (0, 10), "calm": (0, 10)}
ANSWER = {"id": "0" * 32, "campaign": "pulse", "at": 0, "account": "anna"}


def tags(union: Any) -> list[str]:
    return [kind.__struct_config__.tag for kind in union.__args__]


def answer(response: dict[str, Any], **other: Any) -> Answer:
    return msgspec.convert({**ANSWER, "response": response, **other}, Answer)


@given(st.sampled_from(sorted(SCALES)), st.integers(-5, 15))
def test_an_answer_counts_on_its_scale_and_nowhere_else(kind: str, value: int) -> None:
    lowest, highest = SCALES[kind]
    if lowest <= value <= highest:
        assert answer({"type": kind, "value": value}).response.value == value  # type: ignore[union-attr]
    else:
        with pytest.raises(msgspec.ValidationError, match=r"\$.response.value"):
            answer({"type": kind, "value": value})


@pytest.mark.parametrize("value", [True, 3.5, "4", None])
def test_a_score_that_is_no_whole_number_is_refused(value: object) -> None:
    with pytest.raises(msgspec.ValidationError):
        answer({"type": "faces", "value": value})


def test_every_question_has_an_answer_of_the_same_type_and_no_opinion_beside_it() -> None:
    assert tuple(tags(Question)) == QUESTION_TYPES
    assert tags(Response) == [*QUESTION_TYPES, "no_opinion"]


def test_no_opinion_is_an_answer_to_everything() -> None:
    assert answer({"type": "no_opinion"}).response == NoOpinion()


def test_an_answer_is_confidential_unless_somebody_ticked_otherwise() -> None:
    assert answer({"type": "no_opinion"}).sharing is Sharing.CONFIDENTIAL


def with_comment(words: str) -> Answer:
    return answer({"type": "no_opinion"}, comment=words)


def in_own_words(words: str) -> Answer:
    return answer({"type": "text", "text": words})


@pytest.mark.parametrize("say", [with_comment, in_own_words])
def test_own_words_end_at_two_thousand_characters(say: Callable[[str], Answer]) -> None:
    assert say("x" * 2000)
    with pytest.raises(msgspec.ValidationError):
        say("x" * 2001)


@pytest.mark.parametrize("campaign", ["", "a b", "../x", "x" * 65, "<b>"])
def test_a_campaign_is_named_with_plain_characters(campaign: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        answer({"type": "no_opinion"}, campaign=campaign)


@pytest.mark.parametrize("count", [0, 1, 13])
def test_a_choice_has_two_to_twelve_options(count: int) -> None:
    text = {"nl": "Wat?", "en": "What?"}
    options = [{"id": f"o{number}", "text": text} for number in range(count)]
    question = {"type": "choice", "text": text, "options": options}
    asked = {"campaign": "c", "question": question, "asker": text, "why": text, "expires_at": 1}
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(asked, OpenQuestion)


def test_a_question_of_an_older_collector_is_open_and_about_no_event() -> None:
    told = b'{"campaign":"pulse","question":{"type":"faces","text":{}},"asker":{},"why":{},"expires_at":9}'
    question = msgspec.json.decode(told, type=OpenQuestion)
    assert (question.opens_at, question.spread_days, question.onboarding) == (None, 0, False)
    assert (question.occasion, question.occasion_at) == ("", None)


def test_a_follow_up_belongs_to_the_scores_that_it_names() -> None:
    options = [Option("a", {"en": "A"}), Option("b", {"en": "B"})]
    low, high = FollowUp({"en": "Why?"}, options, 1, 2), FollowUp({"en": "Nice?"}, options, 5)
    text = {"en": "?"}
    asked = OpenQuestion("pulse", Faces(text), text, text, 1, follow_ups=[low, high])
    follow_ups = [follow_up_of(asked, FacesAnswer(score)) for score in range(1, 6)]
    assert follow_ups == [low, low, None, None, high]
    assert follow_up_of(asked, NoOpinion()) is None
    assert [score_of(each) for each in (CalmAnswer(0), ChoiceAnswer("a"), FreeTextAnswer("x"))] == [0, None, None]


def test_no_opinion_fits_every_question_and_an_option_must_exist() -> None:
    choice = Choice({"en": "?"}, [Option("help", {"en": "Help"}), Option("wifi", {"en": "Wi-Fi"})])
    assert fits(choice, ChoiceAnswer("help"))
    assert not fits(choice, ChoiceAnswer("c"))
    assert fits(choice, NoOpinion())
    assert fits(Faces({"en": "?"}), FacesAnswer(1))
    assert not fits(Faces({"en": "?"}), ChoiceAnswer("help"))
