"""The cards after an answer: what it is about, then thanks with a word more and the way back."""

from barometer_agent.language import Say, choose
from barometer_agent.seeing import comment_warning, seen_by
from barometer_agent.tray.course import WRITING_SECONDS, Course, most_words
from barometer_agent.tray.macos.asking import ESCAPE, RETURN, SHARE, share_tick, who_sees
from barometer_agent.tray.macos.card import Card, Field, Line, Press, Presses, Tick, View
from barometer_shared.questions import FollowUp

COMMENT = "comment"
CONTACT = "contact"
NO_OPINION = "no_opinion"
DONE = "done"
UNDO = "undo"


def about_card(course: Course, follow_up: FollowUp, say: Say, language: str) -> Card:
    """What the answer is about: one click on one of the options, in the order that chance gave them."""
    texts = ((option, choose(option.text, language)) for option in course.options)
    presses = tuple(Press(option, text, key=str(place)) for place, (option, text) in enumerate(texts, 1))
    return Card(
        title=choose(follow_up.text, language),
        text=say("prompt.counts"),
        views=(Presses(presses, in_a_row=False), Line(say("prompt.about_hint"))),
        exits=(Press(NO_OPINION, say("prompt.no_opinion"), key=ESCAPE), Press(UNDO, say("prompt.undo"))),
        closes_after=course.patience_seconds,
    )


def thanks_card(course: Course, say: Say, language: str) -> Card:
    """Thanks; after which the answer goes on its way, unless it is taken back."""
    views = (*_comment(course, say), *_seen(course, say, language))
    exits = Press(DONE, say("prompt.done"), key=RETURN), Press(UNDO, say("prompt.undo"))
    return Card(say("prompt.thanks"), "", views, exits, course.patience_seconds, lingers=WRITING_SECONDS)


def _comment(course: Course, say: Say) -> tuple[View, ...]:
    if not course.may_comment:
        return ()
    text, warning = say("prompt.comment"), comment_warning(course.asked, say)
    return Line(text), Field(COMMENT, text, most=most_words(course.asked)), *([Line(warning)] if warning else [])


def _seen(course: Course, say: Say, language: str) -> tuple[View, ...]:
    """Who sees it, and where somebody can be contacted the ticks for that: one brings the other along."""
    if course.may_contact:
        contact, shares = Tick(CONTACT, say("prompt.contact"), needs=SHARE), Line(say("prompt.contact_shares"))
        return contact, *share_tick(course, say), shares, who_sees(course.asked, say, language)
    if course.may_comment:
        return (Line(seen_by(course.asked, course.share, say, language)),)
    return ()
