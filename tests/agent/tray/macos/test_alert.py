"""A card as an alert, and what a person does with it."""

import pytest

from barometer_agent.tray.macos.alert import show, upper_corner
from barometer_agent.tray.macos.card import Card, Closed, Field, Line, Press, Presses, Tick
from tests.agent.tray.macos.appkit import Kit, NSAlert
from tests.agent.tray.macos.person import Person

FACES = Presses(tuple(Press(str(score), f"face {score}", key=str(score), face=score) for score in range(1, 6)))
NOT_NOW, NONE = Press("not_now", "Not now", key="\x1b"), Press("none", "No opinion")
CARD = Card(
    "How?",
    "IT asks",
    (Line("in groups", (("share", "with your laptop"),)), FACES, Tick("share", "Share")),
    (NOT_NOW, NONE),
)
WRITTEN = Card("Thanks", "", (Field("comment", "Anything?"),), (Press("done", "Done", key="\r"),), 10, 60)


def test_a_click_on_a_face_answers() -> None:
    assert show(Kit(lambda person: person.click("face 4")), CARD) == Closed("4", words={})


@pytest.mark.parametrize(("key", "gave"), [("2", "2"), ("\x1b", "not_now")])
def test_a_key_answers_and_escape_is_not_now(key: str, gave: str) -> None:
    assert show(Kit(lambda person: person.key(key)), CARD).gave == gave


def test_the_way_out_is_a_button_of_the_alert_and_none_is_pressed_by_return() -> None:
    kit = Kit(lambda person: person.click("No opinion"))
    assert show(kit, CARD).gave == "none"
    (alert,) = kit.alerts
    assert [button.keyEquivalent() for button in alert.buttons] == ["\x1b", ""]
    assert [button.accessibilityLabel() for button in alert.buttons] == ["Not now", "No opinion"]


def test_it_shows_the_question_who_asks_and_a_face_and_rings_for_nobody() -> None:
    kit = Kit(lambda person: person.click("face 1"))
    show(kit, CARD)
    told = kit.alerts[0].held
    assert (told["messageText"], told["informativeText"]) == ("How?", "IT asks")
    assert told["icon"].size() == (40.0, 40.0)
    assert told["alertStyle"] == Kit.NSAlertStyleInformational


def test_a_tick_says_what_it_does_and_is_told() -> None:
    read: list[str] = []

    def tick(person: Person) -> None:
        read.extend(person.texts())
        person.click("Share")
        read.extend(person.texts())

    closed = show(Kit(tick, lambda person: person.click("face 5")), CARD)
    assert read == ["in groups", "with your laptop"]
    assert closed == Closed("5", frozenset({"share"}), {})


def test_what_was_written_goes_along() -> None:
    kit = Kit(lambda person: person.write("slow"), lambda person: person.click("Done"))
    assert show(kit, WRITTEN) == Closed("done", words={"comment": "slow"})
    window = kit.alerts[0].window().held
    assert window["initialFirstResponder"].accessibilityLabel() == "Anything?"


def test_nobody_touches_it_and_it_goes() -> None:
    kit = Kit()
    assert show(kit, WRITTEN) == Closed(words={"comment": ""})
    assert kit.seconds == 10


def test_whoever_writes_has_longer_and_what_was_written_counts() -> None:
    def later(person: Person) -> None:
        kit.seconds = 9
        person.write("slow")

    kit = Kit(later)
    assert show(kit, WRITTEN) == Closed(words={"comment": "slow"})
    assert kit.seconds == 69


def test_what_somebody_touched_goes_once_they_touch_it_no_more() -> None:
    def later(person: Person) -> None:
        kit.seconds = 50
        person.click("Share")

    kit = Kit(later)
    offered = Card("How?", "", CARD.views, CARD.exits, closes_after=60, lingers=60, takes_focus=False)
    assert show(kit, offered) == Closed(ticked=frozenset({"share"}))
    assert kit.seconds == 110


def test_what_comes_by_itself_leaves_the_keyboard_where_it_is() -> None:
    kit = Kit(lambda person: person.click("face 1"), lambda person: person.click("face 1"))
    show(kit, Card("How?", "", CARD.views, CARD.exits, takes_focus=False))
    assert kit.app.activated == 0
    assert kit.alerts[0].window().fronts > 0
    show(kit, CARD)
    assert kit.app.activated == 1


@pytest.mark.parametrize(("left", "x"), [(False, 1440 - 420 - 16), (True, 16)])
def test_it_stands_beneath_the_menu_bar_although_the_system_puts_it_in_the_middle(left: bool, x: float) -> None:
    kit = Kit(lambda person: person.click("face 1"))
    show(kit, CARD, left=left)
    assert kit.alerts[0].window().held["frameOrigin"] == (x, 70 + 805 - 300 - 16)


def test_a_screen_that_is_too_small_shows_its_upper_left_end() -> None:
    assert upper_corner((0, 0), (300, 200), (420, 300), left=False) == (0, 0)


def test_on_a_second_screen_at_the_left_it_stays_on_that_screen() -> None:
    assert upper_corner((-1000, 50), (1000, 700), (400, 300), left=False) == (-416, 434)


def test_without_a_screen_it_is_shown_where_the_system_puts_it() -> None:
    kit = Kit(lambda person: person.click("face 1"))
    kit.screen = None
    assert show(kit, CARD).gave == "1"
    assert kit.alerts[0].window().held["frameOrigin"] == "the middle"


def test_nobody_who_signs_out_is_held_up_by_it() -> None:
    kit = Kit(lambda person: person.click("face 1"))
    show(kit, CARD)
    assert kit.alerts[0].window().held["preventsApplicationTerminationWhenModal"] is False


class Hasty(Kit):
    """The person is quicker than any timer."""

    def happen(self, alert: NSAlert) -> None:
        with self.app.answering("event"):
            self.steps.pop(0)(Person(self.app, alert))


def test_after_it_ended_no_timer_is_left_that_would_bring_it_back() -> None:
    kit = Hasty(lambda person: person.click("Done"))
    show(kit, WRITTEN)
    assert len(kit.timers) == 2
    assert not any(timer.is_valid for timer in kit.timers)
