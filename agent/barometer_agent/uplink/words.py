"""What a collector says, as it may be logged and shown: a terminal acts on control characters."""

import msgspec

from barometer_shared.protocol import Problem
from barometer_shared.questions import Anonymous, Choice, FollowUp, Localised, OpenQuestion, Option, Question

MOST_OF_A_WORD = 200
MOST_OF_A_QUESTION = 500


def plain(text: str, most: int) -> str:
    """``text`` on one line, without what cannot be seen (Cc, Cf and the like), cut to ``most`` characters."""
    seen = (one if one.isprintable() else " " if one.isspace() else "" for one in text[: 4 * most])
    return "".join(seen)[:most]


def plain_problem(told: Problem) -> Problem:
    """The same in words that fit a line of a log."""
    title, detail, field, rule, fix = (
        plain(text, MOST_OF_A_WORD) for text in (told.title, told.detail, told.field, told.rule, told.fix)
    )
    return Problem(title, told.status, told.type, detail, field, rule, fix)


def plain_question(told: OpenQuestion) -> OpenQuestion:
    """The same with texts that fit a window and harm no terminal."""
    return msgspec.structs.replace(
        told,
        question=_question(told.question),
        asker=plain_texts(told.asker),
        why=plain_texts(told.why),
        follow_ups=[_follow_up(each) for each in told.follow_ups],
        anonymous=_anonymous(told.anonymous),
    )


def plain_texts(told: Localised) -> Localised:
    """The same in words that fit a window."""
    return {language: plain(text, MOST_OF_A_QUESTION) for language, text in told.items()}


def _question(question: Question) -> Question:
    if isinstance(question, Choice):
        return Choice(plain_texts(question.text), _options(question.options))
    return msgspec.structs.replace(question, text=plain_texts(question.text))


def _follow_up(told: FollowUp) -> FollowUp:
    return msgspec.structs.replace(told, text=plain_texts(told.text), options=_options(told.options))


def _anonymous(told: Anonymous | None) -> Anonymous | None:
    return None if told is None else msgspec.structs.replace(told, group=plain_texts(told.group))


def _options(told: list[Option]) -> list[Option]:
    return [msgspec.structs.replace(option, text=plain_texts(option.text)) for option in told]
