"""The cards after an answer."""

from random import Random

import msgspec
import pytest

from barometer_agent.language import Say, speaker
from barometer_agent.seeing import seen_by
from barometer_agent.tray.course import Course
from barometer_agent.tray.macos.asking import SHARE
from barometer_agent.tray.macos.card import Field, Line, Presses, Tick
from barometer_agent.tray.macos.thanking import COMMENT, CONTACT, DONE, UNDO, about_card, thanks_card
from barometer_shared.questions import Anonymous, FacesAnswer, FollowUp, NoOpinion, OpenQuestion


def test_what_it_is_about_is_one_click_or_one_key(course: Course, chance: Random) -> None:
    answered = course.answered(FacesAnswer(1), chance)
    assert isinstance(answered.follow_up, FollowUp)
    card = about_card(answered, answered.follow_up, speaker("nl"), "nl")
    options, hint = card.views
    assert hint == Line("Niets kiezen mag ook.")
    assert card.text == "Dank je wel, je antwoord telt mee."
    assert isinstance(options, Presses)
    assert card.title == "Waar gaat het over?"
    assert [press.gives for press in options.buttons] == list(answered.options)
    assert {press.label for press in options.buttons} == {"Netwerk", "Laptop", "Iets anders"}
    assert [press.key for press in options.buttons] == ["1", "2", "3"]
    assert [press.label for press in card.exits] == ["Geen mening", "Terug"]
    assert card.closes_after == 20


def test_thanks_are_said_for_ten_seconds_and_for_longer_to_whoever_writes(
    course: Course, chance: Random, say: Say
) -> None:
    card = thanks_card(course.answered(FacesAnswer(5), chance), say, "en")
    assert (card.title, card.closes_after, card.lingers) == ("Thank you.", 10, 60)
    assert [(press.gives, press.key) for press in card.exits] == [(DONE, "\r"), (UNDO, "")]


def test_a_word_more_and_being_contacted_which_needs_that_it_is_shared(
    course: Course, chance: Random, say: Say
) -> None:
    card = thanks_card(course.shared(share=True).answered(FacesAnswer(5), chance), say, "en")
    text, field, *_warning, contact, share, _means, seen = card.views
    assert (text, field) == (Line("Anything to add? (optional)"), Field(COMMENT, "Anything to add? (optional)"))
    assert isinstance(share, Tick)
    assert (share.id, share.on) == (SHARE, True)
    assert contact == Tick(CONTACT, "IT may contact me about this", needs=SHARE)
    assert isinstance(seen, Line)
    assert seen.now({SHARE}) != seen.now(())


def test_without_a_comment_and_contact_thanks_are_all(asked: OpenQuestion, chance: Random, say: Say) -> None:
    plain = msgspec.structs.replace(asked, comments=False, contact=False)
    assert thanks_card(Course(plain).answered(NoOpinion(), chance), say, "en").views == ()


def test_whoever_comments_an_anonymous_question_is_warned(asked: OpenQuestion, chance: Random, say: Say) -> None:
    nobodys = msgspec.structs.replace(asked, anonymous=Anonymous({"en": "all"}, "A" * 66, "0" * 64, 9, 9))
    views = thanks_card(Course(nobodys).answered(FacesAnswer(5), chance), say, "en").views
    assert views[-2] == Line("What you write, and how, can give you away.")
    assert not any(isinstance(view, Tick) for view in views)


@pytest.mark.parametrize("share", [True, False])
def test_whoever_comments_is_told_who_will_read_it(asked: OpenQuestion, chance: Random, say: Say, share: bool) -> None:
    quiet = msgspec.structs.replace(asked, contact=False)
    views = thanks_card(Course(quiet).shared(share=share).answered(FacesAnswer(5), chance), say, "en").views
    assert views[-1] == Line(seen_by(quiet, share, say, "en"))
