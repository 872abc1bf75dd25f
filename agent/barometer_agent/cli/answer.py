"""``answer``: the open questions, in the terminal."""

import argparse
import shutil
import textwrap
from collections.abc import Callable
from random import Random, SystemRandom

from barometer_agent.cli import open_questions
from barometer_agent.cli.command import Call, Command
from barometer_agent.cli.typed import Read, Typed, from_terminal
from barometer_agent.language import Say, choose
from barometer_agent.scales import by_number, by_words, options, scale
from barometer_agent.seeing import comment_warning, kept_told, keys_told, seen_by
from barometer_agent.spool.prompts import Outcome
from barometer_agent.tray.answering import Given
from barometer_agent.tray.course import Course
from barometer_shared.questions import FreeText, NoOpinion, OpenQuestion, Question, Response


def add_flags(parser: argparse.ArgumentParser, say: Say, wait_seconds: float = 0.0) -> None:
    """The flags of ``answer`` and ``ask``."""
    parser.add_argument("--campaign", help=say("help.campaign"))
    parser.add_argument("--wait", type=float, default=wait_seconds, metavar="SECONDS", help=say("help.wait"))


def _run(call: Call) -> int:
    questions = open_questions.fetch(call).questions
    if not questions:
        call.write(call.say("prompt.none"))
    columns = shutil.get_terminal_size().columns
    for question in questions:
        given = Dialogue(call.say, call.language, from_terminal, call.write, columns).ask(question)
        if given is None:
            open_questions.put_off(call, question, Outcome.NOT_NOW)
            call.write(call.say("prompt.put_off"))
        else:
            open_questions.send(call, question, given)
            call.write(f"{call.say('prompt.thanks')} {kept_told(question, call.say)}")
    return 0


class Dialogue:
    """Asks one question with typed input: who asks, why and who will see it stand before the answer.

    Its sentences break between words, at ``columns``.
    """

    def __init__(
        self,
        say: Say,
        language: str,
        read: Read,
        write: Callable[[str], None],
        columns: int = 80,
        chance: Random | None = None,
    ) -> None:
        self._say = say
        self._language = language
        self._typed = Typed(say, read)
        self._write = write
        self._columns = columns
        self._chance = chance or SystemRandom()

    def ask(self, asked: OpenQuestion) -> Given | None:
        """The answer; None for not now. Where the input ends, nothing is shared and nothing added."""
        self._introduce(asked)
        response = self._response(asked.question)
        if response is None:
            return None
        course = Course(asked).answered(response, self._chance)
        if not isinstance(response, NoOpinion):
            course = self._commented(self._shared(self._about(course)))
        end = course.end
        return end if isinstance(end, Given) else None

    def _introduce(self, asked: OpenQuestion) -> None:
        self._write(self._say("prompt.asks", asker=choose(asked.asker, self._language)))
        self._write(f"\n  {choose(asked.question.text, self._language)}\n")
        self._write(self._wrapped(self._say("prompt.why", why=choose(asked.why, self._language))))
        self._write(self._wrapped(seen_by(asked, share=False, say=self._say, language=self._language)))
        if told := keys_told(asked, self._say):
            self._write(self._wrapped(told))
        self._write("")
        for line in self._choices(asked.question):
            self._write(f"  {line}")

    def _about(self, course: Course) -> Course:
        """What it is about, where that is asked; only Enter is no opinion."""
        if course.follow_up is None:
            return course
        self._write(f"\n  {choose(course.follow_up.text, self._language)}\n")
        for number, option in enumerate(course.options, 1):
            self._write(f"  {number}  {choose(option.text, self._language)}")
        highest = len(course.options)
        while typed := self._typed.line("prompt.about_question", lowest=1, highest=highest):
            if typed.isascii() and typed.isdigit() and 1 <= int(typed) <= highest:
                return course.about(course.options[int(typed) - 1].id)
            self._write(self._say("prompt.about_again", lowest=1, highest=highest))
        return course.about()

    def _shared(self, course: Course) -> Course:
        if course.may_share:
            course = course.shared(share=self._typed.is_yes("prompt.share_question"))
        if course.may_contact and self._typed.is_yes("prompt.contact_question"):
            course = course.contacted(contact=True)
        return course

    def _commented(self, course: Course) -> Course:
        if not course.may_comment:
            return course
        if warning := comment_warning(course.asked, self._say):
            self._write(self._wrapped(warning))
        return course.said(self._typed.line("prompt.comment_question"))

    def _wrapped(self, text: str) -> str:
        return textwrap.fill(text, self._columns, break_long_words=False, break_on_hyphens=False)

    def _choices(self, question: Question) -> list[str]:
        numbers = scale(question)
        if numbers is None:
            return [f"{number}  {text}" for number, text in enumerate(options(question, self._language), 1)]
        if len(numbers.labels) == len(numbers.points):
            return [f"{point}  {self._say(label)}" for point, label in zip(numbers.points, numbers.labels, strict=True)]
        low, high = (self._say(label) for label in numbers.labels)
        return [f"{numbers.lowest}  {low}", "…", f"{numbers.highest}  {high}"]

    def _response(self, question: Question) -> Response | None:
        if isinstance(question, FreeText):
            return by_words(self._typed.line("prompt.keys_text"))
        numbers = scale(question)
        lowest, highest = (numbers.lowest, numbers.highest) if numbers else (1, len(options(question, self._language)))
        while typed := self._typed.line("prompt.keys_number", lowest=lowest, highest=highest).lower():
            if typed == "o":
                return NoOpinion()
            response = by_number(question, int(typed)) if typed.isascii() and typed.isdigit() else None
            if response is not None:
                return response
            self._write(self._say("prompt.again", lowest=lowest, highest=highest))
        return None


COMMAND = Command(_run, add_flags)
