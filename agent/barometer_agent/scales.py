"""From a key or a number to an answer: the same for the terminal and for the window."""

from dataclasses import dataclass

from barometer_agent.language import choose
from barometer_shared.questions import (
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
    Question,
    Recommend,
    RecommendAnswer,
    Response,
)


@dataclass(frozen=True)
class Scale:
    """The numbers that answer a question. ``labels`` names texts: of every point, or of the two ends."""

    lowest: int
    highest: int
    labels: tuple[str, ...]

    @property
    def points(self) -> range:
        """All numbers, lowest first."""
        return range(self.lowest, self.highest + 1)


def scale(question: Question) -> Scale | None:
    """The scale of a question that is answered with a number; None for the others."""
    match question:
        case Faces():
            return Scale(1, 5, tuple(f"scale.faces.{point}" for point in range(1, 6)))
        case Effort():
            return Scale(1, 7, ("scale.effort.low", "scale.effort.high"))
        case Recommend():
            return Scale(0, 10, ("scale.recommend.low", "scale.recommend.high"))
        case Calm():
            return Scale(0, 10, ("scale.calm.low", "scale.calm.high"))
        case Choice() | FreeText():
            return None


def options(question: Question, language: str) -> list[str]:
    """What there is to choose from, in this language; empty where it is no choice."""
    return [choose(option.text, language) for option in question.options] if isinstance(question, Choice) else []


def by_number(question: Question, number: int) -> Response | None:
    """The answer ``number``; an option counts from 1. None where that is no answer to this question."""
    numbers = scale(question)
    if numbers is not None and number not in numbers.points:
        return None
    match question:
        case Faces():
            return FacesAnswer(number)
        case Effort():
            return EffortAnswer(number)
        case Recommend():
            return RecommendAnswer(number)
        case Calm():
            return CalmAnswer(number)
        case Choice() if 1 <= number <= len(question.options):
            return ChoiceAnswer(question.options[number - 1].id)
    return None


def by_words(text: str) -> Response | None:
    """An answer in one's own words; None for nothing said."""
    words = text.strip()[:2000]
    return FreeTextAnswer(words) if words else None
