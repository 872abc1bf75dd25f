"""What can be asked and what can be answered: tagged unions, one class per type.

A new type is one class pair here, one ``case`` in the prompt window, one row in the tests. Texts are
``{language: text}`` with at least nl and en.
"""

from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

Score5 = Annotated[int, Meta(ge=1, le=5)]
Score7 = Annotated[int, Meta(ge=1, le=7)]
Score10 = Annotated[int, Meta(ge=0, le=10)]
Identifier = Annotated[str, Meta(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9._-]+$")]
Comment = Annotated[str, Meta(max_length=2000)]
Localised = dict[str, str]
Time = Annotated[int, Meta(ge=0, le=9_999_999_999_999)]
Topic = Annotated[str, Meta(pattern=r"^[A-Za-z0-9._-]{0,64}$")]

# What somebody tells IT without being asked: an answer of this campaign, in words of their own, as often as they like.
TELL_IT = "tell-it"


class Sharing(StrEnum):
    """Who may see an answer; said to the employee before answering."""

    ANONYMOUS = "anonymous"  # unlinkable; never travels in a device's batch
    CONFIDENTIAL = "confidential"  # one vote per respondent, shown only in groups
    SHARED = "shared"  # the employee ticked "IT may see this with my laptop"


class Faces(Struct, frozen=True, tag_field="type", tag="faces"):
    """Five faces (CSAT): 1 very bad to 5 very good."""

    text: Localised


class Effort(Struct, frozen=True, tag_field="type", tag="effort"):
    """Customer effort score (CES): 1 a lot of effort to 7 little effort."""

    text: Localised


class Recommend(Struct, frozen=True, tag_field="type", tag="recommend"):
    """Net promoter score (NPS): 0 not at all likely to 10 extremely likely."""

    text: Localised


class Calm(Struct, frozen=True, tag_field="type", tag="calm"):
    """Calm ("zen"): 0 not calm at all to 10 completely calm."""

    text: Localised


class Option(Struct, frozen=True):
    id: Identifier
    text: Localised


class Choice(Struct, frozen=True, tag_field="type", tag="choice"):
    """One of a few options."""

    text: Localised
    options: Annotated[list[Option], Meta(min_length=2, max_length=12)]


class FreeText(Struct, frozen=True, tag_field="type", tag="text"):
    """In the employee's own words."""

    text: Localised


Question = Faces | Effort | Recommend | Calm | Choice | FreeText


class FollowUp(Struct, frozen=True):
    """What is asked next after a score from ``lowest`` to ``highest``: "what is it about?".

    The options are shown in an order of chance, so that none is favoured; having no opinion is always possible.
    """

    text: Localised
    options: Annotated[list[Option], Meta(min_length=2, max_length=8)]
    lowest: Score10 = 0
    highest: Score10 = 10


class Anonymous(Struct, frozen=True):
    """What makes a question anonymous: the key of the group that the answer counts for (see ``anonymous``).

    ``group`` has ``laptops`` laptops. ``keys`` is the hash of the list in which its ``key`` stands for everybody.
    Answers wait on the laptop until ``closes_at``.
    """

    group: Localised
    key: Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{66}$")]  # base64url of 49 bytes
    keys: Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$")]
    laptops: Annotated[int, Meta(ge=1)]
    closes_at: Time


class OpenQuestion(Struct, frozen=True):
    """A question put to the users of one device. ``asker`` and ``why`` are shown before answering.

    ``needed`` is from how many people's answers a group's result is shown; it is told before answering too.
    Its sample spreads over ``spread_days`` from ``opens_at`` on. ``occasion`` says what it is about when that is one
    event ("crash", "slow_boot", "ticket"), which was at ``occasion_at``. Newcomers are asked only for ``onboarding``.
    The first of ``follow_ups`` that fits the score is asked after it. ``comments``: a word more may be added;
    ``contact``: whoever lets IT see the answer with the laptop may ask to be contacted about it. An ``anonymous``
    one is given only to devices that name that among their question types.
    """

    campaign: Identifier
    question: Question
    asker: Localised
    why: Localised
    expires_at: int  # milliseconds since 1970 UTC; not shown after it
    needed: Annotated[int, Meta(ge=3)] = 5
    opens_at: Time | None = None  # milliseconds since 1970 UTC; None: it is open
    spread_days: Annotated[int, Meta(ge=0, le=366)] = 0
    onboarding: bool = False
    occasion: Annotated[str, Meta(max_length=64)] = ""
    occasion_at: Time | None = None
    follow_ups: Annotated[list[FollowUp], Meta(max_length=4)] = []
    comments: bool = True
    contact: bool = False
    anonymous: Anonymous | None = None


class FacesAnswer(Struct, frozen=True, tag_field="type", tag="faces"):
    value: Score5


class EffortAnswer(Struct, frozen=True, tag_field="type", tag="effort"):
    value: Score7


class RecommendAnswer(Struct, frozen=True, tag_field="type", tag="recommend"):
    value: Score10


class CalmAnswer(Struct, frozen=True, tag_field="type", tag="calm"):
    value: Score10


class ChoiceAnswer(Struct, frozen=True, tag_field="type", tag="choice"):
    option: Identifier


class FreeTextAnswer(Struct, frozen=True, tag_field="type", tag="text"):
    text: Comment


class NoOpinion(Struct, frozen=True, tag_field="type", tag="no_opinion"):
    """Asked, and no opinion: it ends the question and is no vote."""


Response = FacesAnswer | EffortAnswer | RecommendAnswer | CalmAnswer | ChoiceAnswer | FreeTextAnswer | NoOpinion


class Answer(Struct, frozen=True, omit_defaults=True):
    """One answer. ``account`` is the local account name; the collector keeps only a keyed pseudonym of it.

    ``topic`` is the option of the follow-up question that was chosen, empty for none. ``contact``: IT may contact the
    person about it, which is possible with a shared answer alone. ``mood`` is the face, 1 to 5, that came with words
    (see TELL_IT).
    """

    id: Annotated[str, Meta(pattern=r"^[0-9a-f]{32}$")]
    campaign: Identifier
    response: Response
    at: Time
    account: Annotated[str, Meta(min_length=1, max_length=256)]
    sharing: Sharing = Sharing.CONFIDENTIAL
    comment: Comment = ""
    language: Annotated[str, Meta(max_length=16)] = "en"
    topic: Topic = ""
    contact: bool = False
    mood: Score5 | None = None


QUESTION_TYPES: tuple[str, ...] = ("faces", "effort", "recommend", "calm", "choice", "text")


def fits(question: Question, response: Response) -> bool:
    """Whether this is an answer to this question; having no opinion always is."""
    if isinstance(response, NoOpinion):
        return True
    if isinstance(question, Choice):
        return isinstance(response, ChoiceAnswer) and response.option in {option.id for option in question.options}
    return question.__struct_config__.tag == response.__struct_config__.tag


def score_of(response: Response) -> int | None:
    """The number that was given, on the scale of its own question; None for words, options and no opinion."""
    match response:
        case FacesAnswer(value) | EffortAnswer(value) | RecommendAnswer(value) | CalmAnswer(value):
            return value
        case _:
            return None


def follow_up_of(asked: OpenQuestion, response: Response) -> FollowUp | None:
    """What is asked after ``response``: the first follow-up question whose scores hold its own."""
    score = score_of(response)
    if score is None:
        return None
    return next((each for each in asked.follow_ups if each.lowest <= score <= each.highest), None)
