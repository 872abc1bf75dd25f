"""One question in the browser: what ``tray.window`` is to those who see it, for those who hear it.

Nobody is hurried here: what is read aloud takes its time. What was answered counts when nothing more is said.
"""

from collections.abc import Callable
from random import Random, SystemRandom

from barometer_agent.language import Say
from barometer_agent.scales import by_number, by_words
from barometer_agent.spool.prompts import Outcome
from barometer_agent.tray.answering import Given
from barometer_agent.tray.course import Course, Stage, most_words
from barometer_agent.tray.form_pages import (
    ANSWERED_SECONDS,
    DONE,
    NO_OPINION,
    NOT_NOW,
    QUESTION_SECONDS,
    UNDO,
    FormPages,
)
from barometer_agent.tray.keeper import NoWindowError
from barometer_agent.tray.local_form import Fields, LocalForm, Reply
from barometer_shared.questions import NoOpinion, OpenQuestion, Response

Told = Callable[[Given | Outcome], None]

# Opens a page, given its text; False where there is no browser.
Open = Callable[[str], bool]


def show(
    asked: OpenQuestion, say: Say, language: str, made: str, open_page: Open, told: Told = lambda _end: None
) -> Given | Outcome:
    """Ask, and wait for the end: an answer, or how it ended without one. Raises NoWindowError.

    ``made`` says when, for the foot of the page; ``told`` hears at every step what it would come to.
    """
    with LocalForm() as form:
        conversation = Conversation(asked, FormPages(form, say, language, made), say, told, SystemRandom())
        if not open_page(conversation.page()):
            raise NoWindowError(say("form.no_browser"))
        if not form.serve(conversation.hear, conversation.patience_seconds):
            return conversation.course.waited().end
        return conversation.course.end


class Conversation:
    """The course of one question, led by what is sent from its pages."""

    def __init__(self, asked: OpenQuestion, pages: FormPages, say: Say, told: Told, chance: Random) -> None:
        self.course = Course(asked)
        self._pages = pages
        self._say = say
        self._told = told
        self._chance = chance

    def page(self, trouble: str = "") -> str:
        """What is shown now."""
        return self._pages.of(self.course, trouble)

    def patience_seconds(self) -> float:
        """How long the page waits for somebody."""
        return QUESTION_SECONDS if self.course.stage is Stage.QUESTION else ANSWERED_SECONDS

    def hear(self, fields: Fields) -> Reply:
        """Go on with what was sent; a page of before, sent again, leaves the course where it is."""
        done = fields.get("do", "")
        trouble = ""
        match self.course.stage:
            case Stage.QUESTION:
                trouble = self._answered(done, fields)
            case Stage.ABOUT:
                self._is_about(done)
            case Stage.THANKS:
                self._thanked(done, fields)
        self._told(self.course.end)
        return Reply(self.page(trouble), self.course.stage is Stage.ENDED)

    def _answered(self, done: str, fields: Fields) -> str:
        course = self.course.shared(share="share" in fields)
        if done == NOT_NOW:
            self.course = course.closed()
            return ""
        response = NoOpinion() if done == NO_OPINION else self._response(done, fields)
        if response is None:
            self.course = course
            return self._say("form.again")
        self.course = course.answered(response, self._chance)
        return ""

    def _response(self, done: str, fields: Fields) -> Response | None:
        kind, _, number = done.partition(" ")
        if kind == "answer" and number.isascii() and number.isdigit():
            return by_number(self.course.asked.question, int(number))
        return by_words(fields.get("words", "")[: most_words(self.course.asked)]) if kind == "send" else None

    def _is_about(self, done: str) -> None:
        kind, _, topic = done.partition(" ")
        if done == UNDO:
            self.course = self.course.undone()
        elif done == NO_OPINION:
            self.course = self.course.about()
        elif kind == "about" and topic in {option.id for option in self.course.options}:
            self.course = self.course.about(topic)

    def _thanked(self, done: str, fields: Fields) -> None:
        if done == UNDO:
            self.course = self.course.undone()
        elif done == DONE:
            course = self.course.said(fields.get("comment", "")) if self.course.may_comment else self.course
            self.course = (course.contacted(contact=True) if "contact" in fields else course).closed()
