"""Whether an answer fits the question it answers, and how it is kept."""

from dataclasses import dataclass

from barometer_shared.questions import (
    Answer,
    CalmAnswer,
    Choice,
    ChoiceAnswer,
    EffortAnswer,
    FacesAnswer,
    FreeTextAnswer,
    NoOpinion,
    Question,
    RecommendAnswer,
    Response,
    Sharing,
)


@dataclass(frozen=True)
class Kept:
    """A response as it is stored; ``type`` is that of the question, or "no_opinion"."""

    type: str
    value: int | None = None
    option: str = ""
    text: str = ""


@dataclass(frozen=True)
class Refusal:
    """Why an answer is not taken: which field, and the rule that it broke."""

    field: str
    rule: str


def refusal_of(answer: Answer, question: Question | None) -> Refusal | None:
    """What is wrong with ``answer`` to the ``question`` of its campaign (None: there is no such campaign)."""
    if question is None:
        return Refusal("campaign", "a campaign of this collector")
    if answer.sharing is Sharing.ANONYMOUS:
        return Refusal("sharing", "anonymous answers never travel with a device: confidential or shared")
    given, wanted = type_of(answer.response), question_type(question)
    if given not in (wanted, "no_opinion"):
        return Refusal("response.type", f"the campaign asks {wanted}, the answer is {given}")
    if isinstance(answer.response, ChoiceAnswer) and isinstance(question, Choice):
        known = [option.id for option in question.options]
        if answer.response.option not in known:
            return Refusal("response.option", f"one of {', '.join(known)}")
    return None


def kept(response: Response) -> Kept:
    """``response`` as it is stored."""
    match response:
        case FacesAnswer(value) | EffortAnswer(value) | RecommendAnswer(value) | CalmAnswer(value):
            return Kept(type_of(response), value=value)
        case ChoiceAnswer(option):
            return Kept(type_of(response), option=option)
        case FreeTextAnswer(text):
            return Kept(type_of(response), text=text)
        case NoOpinion():
            return Kept(type_of(response))


def question_type(question: Question) -> str:
    """The tag of a question: "faces", "choice" ..."""
    return str(question.__struct_config__.tag)


def type_of(response: Response) -> str:
    """The tag of a response: that of its question, or "no_opinion"."""
    return str(response.__struct_config__.tag)
