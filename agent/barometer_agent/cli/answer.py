"""``answer``: the open questions, in the terminal."""

import argparse
import shutil
import sys
import textwrap
from collections.abc import Callable

from barometer_agent.cli import open_questions
from barometer_agent.cli.command import Call, Command
from barometer_agent.language import Say, choose
from barometer_agent.scales import by_number, by_words, options, scale
from barometer_agent.spool.prompts import Outcome
from barometer_agent.tray.answering import Given
from barometer_shared.questions import FreeText, NoOpinion, OpenQuestion, Question, Response

Read = Callable[[str], str]


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
        given = Dialogue(call.say, call.language, _read, call.write, columns).ask(question)
        if given is None:
            open_questions.put_off(call, question, Outcome.NOT_NOW)
            call.write(call.say("prompt.put_off"))
        else:
            open_questions.send(call, question, given)
            call.write(f"{call.say('prompt.thanks')} {call.say('prompt.kept')}")
    return 0


class Dialogue:
    """Asks one question with typed input: who asks, why and who will see it stand before the answer.

    Its sentences break between words, at ``columns``.
    """

    def __init__(self, say: Say, language: str, read: Read, write: Callable[[str], None], columns: int = 80) -> None:
        self._say = say
        self._language = language
        self._read = read
        self._write = write
        self._columns = columns

    def ask(self, asked: OpenQuestion) -> Given | None:
        """The answer; None for not now. Where the input ends, nothing is shared and nothing added."""
        self._introduce(asked)
        response = self._response(asked.question)
        if response is None or isinstance(response, NoOpinion):
            return None if response is None else Given(response)
        share = self._typed("prompt.share_question").lower() in self._say("prompt.yes").split()
        return Given(response, share, self._typed("prompt.comment_question"))

    def _introduce(self, asked: OpenQuestion) -> None:
        self._write(self._say("prompt.asks", asker=choose(asked.asker, self._language)))
        self._write(f"\n  {choose(asked.question.text, self._language)}\n")
        self._write(self._wrapped(self._say("prompt.why", why=choose(asked.why, self._language))))
        self._write(self._wrapped(self._say("prompt.who", needed=asked.needed)))
        self._write("")
        for line in self._choices(asked.question):
            self._write(f"  {line}")

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
            return by_words(self._typed("prompt.keys_text"))
        numbers = scale(question)
        lowest, highest = (numbers.lowest, numbers.highest) if numbers else (1, len(options(question, self._language)))
        while typed := self._typed("prompt.keys_number", lowest=lowest, highest=highest).lower():
            if typed == "o":
                return NoOpinion()
            response = by_number(question, int(typed)) if typed.isascii() and typed.isdigit() else None
            if response is not None:
                return response
            self._write(self._say("prompt.again", lowest=lowest, highest=highest))
        return None

    def _typed(self, text: str, **values: object) -> str:
        try:
            return self._read(self._say(text, **values)).strip()
        except EOFError:
            return ""


def _read(prompt: str) -> str:
    sys.stdout.write(prompt)
    sys.stdout.flush()
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line


COMMAND = Command(_run, add_flags)
