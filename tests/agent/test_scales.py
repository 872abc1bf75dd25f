"""From a number to an answer."""

import pytest

from barometer_agent.scales import by_number, by_words, options, scale
from barometer_shared.questions import (
    QUESTION_TYPES,
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
    Option,
    Question,
    Recommend,
    RecommendAnswer,
    Response,
)

CHOICE = Choice({"en": "Which?"}, [Option("a", {"en": "One", "nl": "Eén"}), Option("b", {"en": "Two"})])
QUESTIONS: list[tuple[Question, int, int, type[Response]]] = [
    (Faces({"en": "?"}), 1, 5, FacesAnswer),
    (Effort({"en": "?"}), 1, 7, EffortAnswer),
    (Recommend({"en": "?"}), 0, 10, RecommendAnswer),
    (Calm({"en": "?"}), 0, 10, CalmAnswer),
    (CHOICE, 1, 2, ChoiceAnswer),
]


@pytest.mark.parametrize(("question", "lowest", "highest", "kind"), QUESTIONS)
def test_every_number_of_a_scale_answers_and_no_other(
    question: Question, lowest: int, highest: int, kind: type[Response]
) -> None:
    assert all(isinstance(by_number(question, number), kind) for number in range(lowest, highest + 1))
    assert by_number(question, lowest - 1) is None
    assert by_number(question, highest + 1) is None
    numbers = scale(question)
    assert numbers is None or (numbers.lowest, numbers.highest) == (lowest, highest)


def test_every_type_of_question_can_be_answered() -> None:
    covered = {question.__struct_config__.tag for question, *_ in QUESTIONS} | {"text"}
    assert covered == set(QUESTION_TYPES)
    assert by_number(FreeText({"en": "?"}), 1) is None


def test_words_are_trimmed_and_nothing_is_no_answer() -> None:
    assert by_words("  slow mail \n") == FreeTextAnswer("slow mail")
    assert by_words("  \n") is None


def test_options_are_shown_in_the_language_that_there_is() -> None:
    assert options(CHOICE, "nl") == ["Eén", "Two"]
    assert options(Faces({"en": "?"}), "nl") == []
