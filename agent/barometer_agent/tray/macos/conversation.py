"""One question from its first card to its end: each stage of its course is a card."""

from collections.abc import Callable, Iterator
from random import Random

from barometer_agent.language import Say
from barometer_agent.spool.prompts import Outcome
from barometer_agent.tray.answering import Given
from barometer_agent.tray.course import Course, Stage
from barometer_agent.tray.macos.asking import NOT_NOW, SHARE, question_card, response_of
from barometer_agent.tray.macos.card import Card, Closed
from barometer_agent.tray.macos.thanking import COMMENT, CONTACT, UNDO, about_card, thanks_card
from barometer_shared.questions import OpenQuestion, Option

Show = Callable[[Card], Closed]
End = Given | Outcome


def hold(asked: OpenQuestion, show: Show, say: Say, language: str, chance: Random, *, offered: bool) -> Iterator[End]:
    """Show the cards of ``asked`` until it has ended; gives what it has come to after each, the last of which holds.

    ``offered``: it came by itself.
    """
    course = Course(asked)
    while course.stage is not Stage.ENDED:
        course = after(course, show(card_of(course, say, language, offered=offered)), chance)
        yield course.end
        offered = False  # somebody is there


def card_of(course: Course, say: Say, language: str, *, offered: bool) -> Card:
    """What is shown of ``course`` now."""
    if course.stage is Stage.QUESTION:
        return question_card(course, say, language, offered=offered)
    if course.stage is Stage.ABOUT and course.follow_up is not None:
        return about_card(course, course.follow_up, say, language)
    return thanks_card(course, say, language)


def after(course: Course, closed: Closed, chance: Random) -> Course:
    """How ``course`` goes on when its card was ``closed``."""
    match course.stage:
        case Stage.QUESTION:
            return _after_question(course.shared(SHARE in closed.ticked), closed, chance)
        case Stage.ABOUT:
            return _after_about(course, closed)
        case _:
            return _after_thanks(course, closed)


def _after_question(course: Course, closed: Closed, chance: Random) -> Course:
    response = response_of(closed)
    if response is not None:
        return course.answered(response, chance)
    if closed.gave is None:
        return course.waited()
    return course.closed() if closed.gave == NOT_NOW else course  # nothing was written: it is asked again


def _after_about(course: Course, closed: Closed) -> Course:
    if closed.gave is None:
        return course.waited()
    if closed.gave == UNDO:
        return course.undone()
    return course.about(closed.gave.id if isinstance(closed.gave, Option) else "")


def _after_thanks(course: Course, closed: Closed) -> Course:
    if closed.gave == UNDO:
        return course.undone()
    if course.may_contact:
        course = course.shared(SHARE in closed.ticked).contacted(CONTACT in closed.ticked)
    course = course.said(closed.words.get(COMMENT, ""))
    return course.waited() if closed.gave is None else course.closed()
