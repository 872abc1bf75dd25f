"""The pages of a question in the browser: the same words, and the same order, as in the window.

Everything is an ordinary part of a form with a label of its own, so that any screen reader reads it. What is said
before the answer stands before it, and each answer is one button.
"""

from barometer_agent.language import Say, choose
from barometer_agent.pages.markup import Markup, element
from barometer_agent.scales import options, scale
from barometer_agent.seeing import comment_warning, keys_told, seen_by
from barometer_agent.tray.course import Course, Stage, most_words
from barometer_agent.tray.form_parts import FormParts
from barometer_agent.tray.local_form import LocalForm
from barometer_shared.questions import FreeText, Question

NO_OPINION, NOT_NOW, UNDO, DONE, SEND = "no_opinion", "not_now", "undo", "done", "send"
QUESTION_SECONDS = 900
ANSWERED_SECONDS = 180


class FormPages:
    """Pages that send to ``form``."""

    def __init__(self, form: LocalForm, say: Say, language: str, made: str) -> None:
        self._parts = FormParts(form, say, language, made)
        self._say = say
        self._language = language

    def of(self, course: Course, trouble: str = "") -> str:
        """The page of the stage that ``course`` is in; ``trouble`` is what was wrong with what was sent."""
        match course.stage:
            case Stage.QUESTION:
                return self._question(course, trouble)
            case Stage.ABOUT:
                return self._about(course)
            case Stage.THANKS:
                return self._thanks(course)
            case Stage.ENDED:
                return self._parts.whole(self._say("prompt.thanks"), element("p", self._say("form.close")))

    def _question(self, course: Course, trouble: str) -> str:
        asked, say = course.asked, self._say
        asker = say("prompt.asks", asker=choose(asked.asker, self._language))
        told = [
            element("p", trouble, role="alert") if trouble else None,
            element("p", asker),
            element("p", seen_by(asked, course.share, say, self._language)),
            element("p", say("prompt.why", why=choose(asked.why, self._language))),
            element("p", keys_told(asked, say)) if keys_told(asked, say) else None,
        ]
        share = self._parts.tick("share", say("prompt.share"), course.share) if course.may_share else None
        text = choose(asked.question.text, self._language)
        ways = self._parts.buttons([(NO_OPINION, say("prompt.no_opinion")), (NOT_NOW, say("prompt.not_now"))])
        form = self._parts.sends(share, self._answers(course, text), ways)
        return self._parts.whole(text, *told, form, waits_seconds=QUESTION_SECONDS)

    def _answers(self, course: Course, text: str) -> Markup:
        if isinstance(course.asked.question, FreeText):
            return self._parts.words(
                "words", text, most_words(course.asked), self._parts.buttons([(SEND, self._say("prompt.send"))])
            )
        given = [
            (f"answer {number}", told) for number, told in _choices(course.asked.question, self._say, self._language)
        ]
        return self._parts.group(text, self._parts.buttons(given))

    def _about(self, course: Course) -> str:
        follow_up = course.follow_up
        text = choose(follow_up.text, self._language) if follow_up else ""
        given = [(f"about {option.id}", choose(option.text, self._language)) for option in course.options]
        ways = [(NO_OPINION, self._say("prompt.no_opinion")), (UNDO, self._say("prompt.undo"))]
        return self._parts.whole(
            text,
            element("p", self._say("prompt.counts"), " ", self._say("prompt.about_hint")),
            self._parts.sends(self._parts.group(text, self._parts.buttons(given)), self._parts.buttons(ways)),
            waits_seconds=ANSWERED_SECONDS,
        )

    def _thanks(self, course: Course) -> str:
        say = self._say
        inside: list[Markup | None] = []
        if course.may_comment:
            if warning := comment_warning(course.asked, say):
                inside.append(element("p", warning))
            inside.append(self._parts.words("comment", say("prompt.comment"), most_words(course.asked)))
        if course.may_contact:
            inside.append(
                self._parts.tick("contact", f"{say('prompt.contact')}. {say('prompt.contact_shares')}", course.contact)
            )
        inside.append(self._parts.buttons([(DONE, say("prompt.done")), (UNDO, say("prompt.undo"))]))
        told = element("p", seen_by(course.asked, course.share, say, self._language))
        return self._parts.whole(say("prompt.counts"), told, self._parts.sends(*inside), waits_seconds=ANSWERED_SECONDS)


def _choices(question: Question, say: Say, language: str) -> list[tuple[int, str]]:
    """Each answer by its number, with its words; of a scale whose ends alone have words, these."""
    numbers = scale(question)
    if numbers is None:
        return list(enumerate(options(question, language), 1))
    if len(numbers.labels) == len(numbers.points):
        return [(point, say(label)) for point, label in zip(numbers.points, numbers.labels, strict=True)]
    ends = {numbers.lowest: numbers.labels[0], numbers.highest: numbers.labels[-1]}
    return [(point, f"{point}: {say(ends[point])}" if point in ends else str(point)) for point in numbers.points]
