"""Whether an answer fits the question it answers, and how it is kept."""

from collections.abc import Sequence
from dataclasses import dataclass

from barometer_shared.questions import (
    Answer,
    CalmAnswer,
    Choice,
    ChoiceAnswer,
    EffortAnswer,
    FacesAnswer,
    FollowUp,
    FreeTextAnswer,
    NoOpinion,
    Question,
    RecommendAnswer,
    Response,
    Sharing,
    score_of,
)


@dataclass(frozen=True)
class Asked:
    """What an answer is an answer to. ``told``: nobody was asked, and words come with a face. ``anonymous``: answers
    come without a device or not at all."""

    question: Question
    follow_ups: Sequence[FollowUp] = ()
    contact: bool = False
    told: bool = False
    anonymous: bool = False


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


def refusal_of(answer: Answer, asked: Asked | None) -> Refusal | None:
    """What is wrong with ``answer`` to what its campaign ``asked`` (None: there is no such campaign)."""
    if asked is None:
        return Refusal("campaign", "a campaign of this collector")
    if answer.sharing is Sharing.ANONYMOUS or asked.anonymous:
        return Refusal("sharing", "anonymous answers never travel with a device: confidential or shared")
    return _wrong_response(answer.response, asked.question) or _wrong_beside(answer, asked)


def _wrong_response(response: Response, question: Question) -> Refusal | None:
    given, wanted = type_of(response), question_type(question)
    if given not in (wanted, "no_opinion"):
        return Refusal("response.type", f"the campaign asks {wanted}, the answer is {given}")
    if isinstance(response, ChoiceAnswer) and isinstance(question, Choice):
        known = [option.id for option in question.options]
        if response.option not in known:
            return Refusal("response.option", f"one of {', '.join(known)}")
    return None


def _wrong_beside(answer: Answer, asked: Asked) -> Refusal | None:
    """The topic may be of any follow-up for that score: another version may have asked them in another order."""
    if answer.topic:
        score = score_of(answer.response)
        fitting = [each for each in asked.follow_ups if score is not None and each.lowest <= score <= each.highest]
        known = [option.id for each in fitting for option in each.options]
        if answer.topic not in known:
            return Refusal("topic", f"one of {', '.join(known)}" if known else "none: nothing was asked after this")
    if answer.contact and not (asked.contact and answer.sharing is Sharing.SHARED):
        return Refusal("contact", "only of a shared answer, to a question that offers it")
    if answer.mood is not None and not asked.told:
        return Refusal("mood", "only with what somebody tells unasked")
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
