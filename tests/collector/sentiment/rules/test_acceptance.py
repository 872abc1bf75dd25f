"""Whether an answer fits its question."""

import pytest

from barometer_collector.sentiment.rules.acceptance import Kept, kept, question_type, refusal_of, type_of
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


def _answer(response: Response, sharing: Sharing = Sharing.CONFIDENTIAL) -> Answer:
    return Answer("0" * 32, "pulse", response, 1, "jan", sharing)


@pytest.mark.parametrize(("question", "response", "stored"), PAIRS)
def test_each_question_takes_its_own_answer_and_no_opinion_and_no_other(
    question: Question, response: Response, stored: Kept
) -> None:
    assert refusal_of(_answer(response), question) is None
    assert refusal_of(_answer(NoOpinion()), question) is None
    assert kept(response) == stored
    for other, answer, _ in PAIRS:
        if type(other) is not type(question):
            refusal = refusal_of(_answer(answer), question)
            assert refusal is not None
            assert refusal.field == "response.type"


def test_every_question_type_of_the_wire_is_known() -> None:
    assert tuple(question_type(question) for question, _, _ in PAIRS) == QUESTION_TYPES
    assert tuple(type_of(response) for _, response, _ in PAIRS) == QUESTION_TYPES
    assert kept(NoOpinion()) == Kept("no_opinion")


def test_an_unknown_campaign_an_unknown_option_and_an_anonymous_answer_are_refused() -> None:
    choice = PAIRS[4][0]
    refusals = [
        refusal_of(_answer(FacesAnswer(1)), None),
        refusal_of(_answer(ChoiceAnswer("z")), choice),
        refusal_of(_answer(FacesAnswer(1), Sharing.ANONYMOUS), PAIRS[0][0]),
    ]
    assert [each.field for each in refusals if each] == ["campaign", "response.option", "sharing"]
