"""The card of a question: who asks, why, who will see the answer, the ways to answer, and the ways out."""

from barometer_agent.language import Say, choose
from barometer_agent.scales import Scale, by_number, by_words, options, scale
from barometer_agent.seeing import comment_warning, keys_told, seen_by
from barometer_agent.tray.course import UNANSWERED_SECONDS, Course, most_words
from barometer_agent.tray.macos.card import Card, Closed, Field, Line, Press, Presses, Tick, View
from barometer_shared.questions import Choice, Faces, FreeText, NoOpinion, OpenQuestion, Option, Question, Response

ESCAPE = "\x1b"
RETURN = "\r"
SHARE = "share"
WORDS = "words"
SEND = "send"
NOT_NOW = "not_now"
_LINES = 4
_KEYS = 10  # as many digits as there are; on a scale that has a 10, a 1 may be meant as its beginning


def question_card(course: Course, say: Say, language: str, *, offered: bool) -> Card:
    """The card of ``course`` in its first stage. ``offered``: it came by itself."""
    asked = course.asked
    written = isinstance(asked.question, FreeText)
    return Card(
        title=choose(asked.question.text, language),
        text=say("prompt.asks", asker=choose(asked.asker, language)),
        views=(*_told(asked, say, language), *_answers(asked, say, language), *share_tick(course, say)),
        exits=(*_send(say, written), *_ways_out(say)),
        closes_after=course.patience_seconds,
        lingers=UNANSWERED_SECONDS,
        takes_focus=not offered,
    )


def share_tick(course: Course, say: Say) -> tuple[View, ...]:
    """The box that lets IT see the answer with the laptop, where there is one."""
    return (Tick(SHARE, say("prompt.share"), on=course.share),) if course.may_share else ()


def who_sees(asked: OpenQuestion, say: Say, language: str) -> Line:
    """Who will see the answer, which that box changes."""
    seen, seen_when_shared = (seen_by(asked, share, say, language) for share in (False, True))
    return Line(seen, ((SHARE, seen_when_shared),))


def response_of(closed: Closed) -> Response | None:
    """What was answered; None where the card ended in another way."""
    if closed.gave == SEND:
        return by_words(closed.words.get(WORDS, ""))
    return None if isinstance(closed.gave, str | Option) else closed.gave


def _told(asked: OpenQuestion, say: Say, language: str) -> tuple[View, ...]:
    why = Line(say("prompt.why", why=choose(asked.why, language)))
    keys = keys_told(asked, say)
    return why, who_sees(asked, say, language), *([Line(keys)] if keys else [])


def _answers(asked: OpenQuestion, say: Say, language: str) -> tuple[View, ...]:
    question = asked.question
    numbers = scale(question)
    if isinstance(question, Faces) and numbers is not None:
        return (Presses(tuple(_face(question, score, say) for score in numbers.points)),)
    if isinstance(question, Choice):
        return (Presses(_options(question, language), in_a_row=False),)
    if numbers is not None:
        low, high = (say(label) for label in numbers.labels)
        return (Presses(_numbers(question, numbers, low, high), ends=(low, high)),)
    warning = comment_warning(asked, say)
    field = Field(WORDS, choose(question.text, language), _LINES, most=most_words(asked))
    return field, *([Line(warning)] if warning else [])


def _face(question: Question, score: int, say: Say) -> Press:
    return Press(_given(question, score), say(f"scale.faces.{score}"), key=str(score), face=score)


def _options(question: Choice, language: str) -> tuple[Press, ...]:
    texts = enumerate(options(question, language), 1)
    return tuple(_press(question, number, text, _key(number, len(question.options))) for number, text in texts)


def _numbers(question: Question, numbers: Scale, low: str, high: str) -> tuple[Press, ...]:
    """A screen reader says at both ends what they mean."""
    ends = {numbers.lowest: f"{numbers.lowest}: {low}", numbers.highest: f"{numbers.highest}: {high}"}
    return tuple(
        _press(question, point, str(point), _key(point, numbers.highest), ends.get(point, ""))
        for point in numbers.points
    )


def _press(question: Question, number: int, label: str, key: str, name: str = "") -> Press:
    return Press(_given(question, number), label, name, key)


def _key(number: int, highest: int) -> str:
    return str(number) if highest < _KEYS else ""


def _given(question: Question, number: int) -> Response:
    response = by_number(question, number)
    if response is None:
        raise ValueError(f"{number} is no answer to a question of type {type(question).__name__}")
    return response


def _send(say: Say, written: bool) -> tuple[Press, ...]:
    return (Press(SEND, say("prompt.send"), key=RETURN),) if written else ()


def _ways_out(say: Say) -> tuple[Press, ...]:
    return Press(NOT_NOW, say("prompt.not_now"), key=ESCAPE), Press(NoOpinion(), say("prompt.no_opinion"))
