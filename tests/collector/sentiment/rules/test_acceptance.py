"""Whether an answer fits its question."""

from typing import Any

import pytest

from barometer_collector.sentiment.rules.acceptance import Asked, Kept, kept, question_type, refusal_of, type_of
from barometer_shared.questions import (
    QUESTION_TYPES,
    Answer,
    Calm,
    CalmAnswer,
    Choice,
    ChoiceAnswer,
    Effort,
    EffortAnswer,
    Faces,
    FacesAnswer,
    FollowUp,
    FreeText,
    FreeTextAnswer,
    NoOpinion,
    Option,
    Question,
    Recommend,
    RecommendAnswer,
    Response,
    Sharing,
)

TEXT = {"en": "?", "nl": "?"}
PAIRS: list[tuple[Question, Response, Kept]] = [
    (Faces(TEXT), FacesAnswer(4), Kept("faces", 4)),
    (Effort(TEXT), EffortAnswer(7), Kept("effort", 7)),
    (Recommend(TEXT), RecommendAnswer(0), Kept("recommend", 0)),
    (Calm(TEXT), CalmAnswer(10), Kept("calm", 10)),
    (Choice(TEXT, [Option("a", TEXT), Option("b", TEXT)]), ChoiceAnswer("b"), Kept("choice", option="b")),
    (FreeText(TEXT), FreeTextAnswer("slow"), Kept("text", text="slow")),
]


ABOUT = [Option("network", TEXT), Option("help", TEXT)]
LOW = FollowUp(TEXT, ABOUT, lowest=1, highest=2)
HIGH = FollowUp(TEXT, [Option("speed", TEXT), *ABOUT[1:]], lowest=4, highest=5)
PULSE = Asked(Faces(TEXT), (LOW, HIGH), contact=True)
TOLD = Asked(FreeText(TEXT), contact=True, told=True)


def _answer(response: Response, sharing: Sharing = Sharing.CONFIDENTIAL, **more: Any) -> Answer:
    return Answer("0" * 32, "pulse", response, 1, "jan", sharing, **more)


@pytest.mark.parametrize(("question", "response", "stored"), PAIRS)
def test_each_question_takes_its_own_answer_and_no_opinion_and_no_other(
    question: Question, response: Response, stored: Kept
) -> None:
    assert refusal_of(_answer(response), Asked(question)) is None
    assert refusal_of(_answer(NoOpinion()), Asked(question)) is None
    assert kept(response) == stored
    for other, answer, _ in PAIRS:
        if type(other) is not type(question):
            refusal = refusal_of(_answer(answer), Asked(question))
            assert refusal is not None
            assert refusal.field == "response.type"


def test_every_question_type_of_the_wire_is_known() -> None:
    assert tuple(question_type(question) for question, _, _ in PAIRS) == QUESTION_TYPES
    assert tuple(type_of(response) for _, response, _ in PAIRS) == QUESTION_TYPES
    assert kept(NoOpinion()) == Kept("no_opinion")


def test_an_unknown_campaign_an_unknown_option_and_an_anonymous_answer_are_refused() -> None:
    choice = Asked(PAIRS[4][0])
    refusals = [
        refusal_of(_answer(FacesAnswer(1)), None),
        refusal_of(_answer(ChoiceAnswer("z")), choice),
        refusal_of(_answer(FacesAnswer(1), Sharing.ANONYMOUS), Asked(PAIRS[0][0])),
    ]
    assert [each.field for each in refusals if each] == ["campaign", "response.option", "sharing"]


@pytest.mark.parametrize(
    ("response", "topic"),
    [(FacesAnswer(1), "network"), (FacesAnswer(5), "speed"), (FacesAnswer(4), ""), (NoOpinion(), "")],
)
def test_a_topic_that_was_asked_after_this_score_is_taken(response: Response, topic: str) -> None:
    assert refusal_of(_answer(response, topic=topic), PULSE) is None


@pytest.mark.parametrize(
    ("response", "topic"),
    [(FacesAnswer(1), "speed"), (FacesAnswer(1), "weather"), (FacesAnswer(3), "network"), (NoOpinion(), "network")],
)
def test_any_other_topic_is_refused(response: Response, topic: str) -> None:
    refusal = refusal_of(_answer(response, topic=topic), PULSE)
    assert refusal is not None
    assert refusal.field == "topic"


@pytest.mark.parametrize(
    ("asked", "response", "sharing", "is_taken"),
    [
        (PULSE, FacesAnswer(1), Sharing.SHARED, True),
        (TOLD, FreeTextAnswer("x"), Sharing.SHARED, True),
        (PULSE, FacesAnswer(1), Sharing.CONFIDENTIAL, False),
        (TOLD, FreeTextAnswer("x"), Sharing.CONFIDENTIAL, False),
        (Asked(Faces(TEXT)), FacesAnswer(1), Sharing.SHARED, False),
    ],
)
def test_only_who_shares_an_answer_can_be_contacted_about_it_and_only_where_that_is_offered(
    asked: Asked, response: Response, sharing: Sharing, is_taken: bool
) -> None:
    refusal = refusal_of(_answer(response, sharing, contact=True), asked)
    assert (refusal and refusal.field) == (None if is_taken else "contact")


def test_a_face_beside_words_is_only_of_what_is_told_unasked() -> None:
    assert refusal_of(_answer(FreeTextAnswer("x"), mood=2), TOLD) is None
    refusal = refusal_of(_answer(FacesAnswer(2), mood=2), PULSE)
    assert refusal is not None
    assert refusal.field == "mood"
