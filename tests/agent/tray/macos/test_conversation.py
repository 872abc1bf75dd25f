"""One question from its first card to its end."""

from random import Random

import msgspec
import pytest

from barometer_agent.language import Say
from barometer_agent.spool.prompts import Outcome
from barometer_agent.tray.answering import Given
from barometer_agent.tray.course import Course, Stage
from barometer_agent.tray.macos.asking import NOT_NOW, SEND, SHARE
from barometer_agent.tray.macos.card import Card, Closed
from barometer_agent.tray.macos.conversation import after, hold
from barometer_agent.tray.macos.thanking import COMMENT, CONTACT, DONE, NO_OPINION, UNDO
from barometer_shared.questions import FacesAnswer, OpenQuestion, Option

LAPTOP = Option("laptop", {"en": "Laptop"})


class Shown:
    """Closes the cards that it is shown in these ways."""

    def __init__(self, *ways: Closed) -> None:
        self.ways = list(ways)
        self.cards: list[Card] = []

    def __call__(self, card: Card) -> Closed:
        self.cards.append(card)
        return self.ways.pop(0)


def held(asked: OpenQuestion, say: Say, shown: Shown, *, offered: bool = False) -> Given | Outcome:
    *_before, ended = hold(asked, shown, say, "en", Random(7), offered=offered)
    assert shown.ways == []
    return ended


def test_an_answer_what_it_is_about_and_a_word_more_go_together(asked: OpenQuestion, say: Say) -> None:
    ticked = frozenset({SHARE, CONTACT})
    shown = Shown(Closed(FacesAnswer(1), frozenset({SHARE})), Closed(LAPTOP), Closed(DONE, ticked, {COMMENT: " slow "}))
    assert held(asked, say, shown) == Given(FacesAnswer(1), True, "slow", "laptop", True)
    assert [card.title for card in shown.cards] == ["How was your laptop today?", "What is it about?", "Thank you."]


def test_an_answer_that_nobody_goes_on_with_counts(asked: OpenQuestion, say: Say) -> None:
    assert held(asked, say, Shown(Closed(FacesAnswer(1)), Closed())) == Given(FacesAnswer(1))
    assert held(asked, say, Shown(Closed(FacesAnswer(4)), Closed(words={COMMENT: "x"}))) == Given(
        FacesAnswer(4), comment="x"
    )


def test_undo_asks_again_and_the_first_answer_is_gone(asked: OpenQuestion, say: Say) -> None:
    shown = Shown(Closed(FacesAnswer(4)), Closed(UNDO), Closed(FacesAnswer(2)), Closed(UNDO), Closed(NOT_NOW))
    assert held(asked, say, shown) is Outcome.NOT_NOW


def test_having_no_opinion_about_the_topic_is_no_topic(asked: OpenQuestion, say: Say) -> None:
    shown = Shown(Closed(FacesAnswer(2)), Closed(NO_OPINION), Closed(DONE))
    assert held(asked, say, shown) == Given(FacesAnswer(2))


def test_an_option_that_is_called_like_a_way_out_is_still_an_option(asked: OpenQuestion, say: Say) -> None:
    shown = Shown(Closed(FacesAnswer(2)), Closed(Option(UNDO, {"en": "Undo"})), Closed(DONE))
    assert held(asked, say, shown) == Given(FacesAnswer(2), topic=UNDO)


@pytest.mark.parametrize(("closed", "outcome"), [(Closed(NOT_NOW), Outcome.NOT_NOW), (Closed(), Outcome.UNANSWERED)])
def test_a_question_is_put_off_or_left_alone(asked: OpenQuestion, say: Say, closed: Closed, outcome: Outcome) -> None:
    assert held(asked, say, Shown(closed)) is outcome


def test_whoever_sends_nothing_is_asked_again(asked: OpenQuestion, say: Say) -> None:
    shown = Shown(Closed(SEND), Closed(NOT_NOW))
    assert held(asked, say, shown) is Outcome.NOT_NOW
    assert len(shown.cards) == 2


def test_only_the_first_card_comes_by_itself(asked: OpenQuestion, say: Say) -> None:
    shown = Shown(Closed(FacesAnswer(4)), Closed(UNDO), Closed(NOT_NOW))
    held(asked, say, shown, offered=True)
    assert [card.takes_focus for card in shown.cards] == [False, True, True]


def test_what_it_has_come_to_is_known_after_each_card(asked: OpenQuestion, say: Say) -> None:
    ways = Closed(FacesAnswer(1)), Closed(UNDO), Closed(FacesAnswer(2)), Closed(LAPTOP), Closed(DONE)
    steps = list(hold(asked, Shown(*ways), say, "en", Random(7), offered=False))
    given = Given(FacesAnswer(2), topic="laptop")
    assert steps == [Given(FacesAnswer(1)), Outcome.NOT_NOW, Given(FacesAnswer(2)), given, given]


def test_taking_the_first_tick_back_at_the_end_takes_back_that_it_is_seen(course: Course) -> None:
    course = course.shared(share=True).answered(FacesAnswer(4), Random(7))
    ended = after(course, Closed(DONE, frozenset()), Random(7))
    assert (ended.stage, ended.end) == (Stage.ENDED, Given(FacesAnswer(4)))


def test_what_is_ticked_with_the_answer_counts_where_nobody_can_be_contacted(asked: OpenQuestion, say: Say) -> None:
    quiet = msgspec.structs.replace(asked, contact=False)
    shown = Shown(Closed(FacesAnswer(4), frozenset({SHARE})), Closed(DONE))
    assert held(quiet, say, shown) == Given(FacesAnswer(4), share=True)
