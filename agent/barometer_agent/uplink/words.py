"""What a collector says, as it may be logged and shown: a terminal acts on control characters."""

import msgspec

from barometer_shared.protocol import Problem
from barometer_shared.questions import Choice, Localised, OpenQuestion, Question

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
        told, question=_question(told.question), asker=_texts(told.asker), why=_texts(told.why)
    )


def _question(question: Question) -> Question:
    if isinstance(question, Choice):
        options = [msgspec.structs.replace(option, text=_texts(option.text)) for option in question.options]
        return Choice(_texts(question.text), options)
    return msgspec.structs.replace(question, text=_texts(question.text))


def _texts(told: Localised) -> Localised:
    return {language: plain(text, MOST_OF_A_QUESTION) for language, text in told.items()}
