"""The alert of a question, from the question to the answer."""

import pytest

from barometer_agent.language import speaker
from barometer_agent.spool.prompts import Outcome
from barometer_agent.tray.answering import Given
from barometer_agent.tray.host import NoDesktopError
from barometer_agent.tray.macos.window import ask
from barometer_shared.questions import FacesAnswer, OpenQuestion
from tests.agent.tray.macos.appkit import Kit, Step


def asked_in_dutch(asked: OpenQuestion, *steps: Step, offered: bool = False) -> Given | Outcome:
    return ask(Kit(*steps), asked, speaker("nl"), "nl", offered=offered, left=False, leave=pytest.fail)


def test_two_clicks_and_a_word_are_an_answer(asked: OpenQuestion) -> None:
    given = asked_in_dutch(
        asked,
        lambda person: person.click("IT mag dit bij mijn laptop zien"),
        lambda person: person.click("Slecht"),
        lambda person: person.click("Netwerk"),
        lambda person: person.write("elke ochtend"),
        lambda person: person.click("IT mag hierover contact met me opnemen"),
        lambda person: person.click("Klaar"),
    )
    assert given == Given(FacesAnswer(2), True, "elke ochtend", "network", True)


def test_one_key_is_an_answer_and_the_rest_goes_by_itself(asked: OpenQuestion) -> None:
    assert asked_in_dutch(asked, lambda person: person.key("5")) == Given(FacesAnswer(5))


def test_whoever_takes_it_back_is_asked_again(asked: OpenQuestion) -> None:
    ended = asked_in_dutch(
        asked,
        lambda person: person.key("5"),
        lambda person: person.click("Terug"),
        lambda person: person.key("\x1b"),
    )
    assert ended is Outcome.NOT_NOW


@pytest.mark.parametrize("offered", [True, False])
@pytest.mark.parametrize("steps", [(), (lambda person: person.click("IT mag dit bij mijn laptop zien"),)])
def test_what_is_left_alone_is_unanswered_however_it_came(
    asked: OpenQuestion, steps: tuple[Step, ...], offered: bool
) -> None:
    assert asked_in_dutch(asked, *steps, offered=offered) is Outcome.UNANSWERED


def test_without_a_desktop_it_says_so(asked: OpenQuestion) -> None:
    kit = Kit()
    kit.screen = None
    with pytest.raises(NoDesktopError):
        ask(kit, asked, speaker("en"), "en", offered=False, left=False, leave=pytest.fail)


@pytest.mark.parametrize(("answer", "left"), [(True, Given(FacesAnswer(4))), (False, Outcome.UNANSWERED)])
def test_whoever_signs_out_in_the_middle_leaves_the_answer_they_gave(
    asked: OpenQuestion, answer: bool, left: Given | Outcome
) -> None:
    heard: list[Given | Outcome] = []
    kit = Kit(*([lambda person: person.key("4")] if answer else []), lambda _person: kit.terminate())
    with pytest.raises(SystemExit):
        ask(kit, asked, speaker("en"), "en", offered=True, left=False, leave=heard.append)
    assert heard == [left]


def test_every_alert_stands_on_the_side_of_the_hand(asked: OpenQuestion) -> None:
    kit = Kit(lambda person: person.key("5"))
    ask(kit, asked, speaker("en"), "en", offered=False, left=True, leave=pytest.fail)
    assert [alert.window().held["frameOrigin"][0] for alert in kit.alerts] == [16, 16]
