"""The views of a card, as controls of the system."""

from typing import Any

import pytest

from barometer_agent.tray.macos.card import Card, Field, Line, Pick, Press, Presses, Tick, View
from barometer_agent.tray.macos.target import target
from barometer_agent.tray.macos.views import WIDTH, Views, face, image
from tests.agent.tray.macos.appkit import Kit
from tests.agent.tray.macos.test_target import Ears
from tests.agent.tray.macos.views_of_appkit import NSButton, NSPopUpButton, NSTextField, all_below

FACES = tuple(Press(str(score), f"face {score}", key=str(score), face=score) for score in range(1, 6))


def made(*parts: View) -> Views:
    kit, card = Kit(), Card("How?", "", parts)
    return Views(kit, card, target(kit, Ears()), lambda press: 2000 + card.buttons.index(press))


def controls(views: Views, kind: type[Any]) -> list[Any]:
    return [view for view in all_below(views.stack) if isinstance(view, kind)]


def test_everything_stands_from_top_to_bottom_with_a_name_for_screen_readers() -> None:
    views = made(
        Line("Why"),
        Presses(FACES),
        Tick("share", "Share"),
        Pick("mood", "Mood", (("", "none"),)),
        Field("words", "Words"),
    )
    assert [type(view).__name__ for view in views.stack.below] == [
        "NSTextField", "NSStackView", "BarometerButton", "NSPopUpButton", "NSTextField",
    ]  # fmt: skip
    named = [view for view in all_below(views.stack) if isinstance(view, NSButton | NSPopUpButton)]
    assert [view.accessibilityLabel() for view in named] == [*(face.label for face in FACES), "Share", "Mood"]
    assert views.fields["words"].accessibilityLabel() == "Words"


def test_a_face_has_its_picture_its_words_below_and_its_key() -> None:
    buttons = controls(made(Presses(FACES)), NSButton)
    assert [button.tag() for button in buttons] == [2000, 2001, 2002, 2003, 2004]
    assert all(button.acceptsFirstMouse_(None) for button in buttons)
    assert [button.keyEquivalent() for button in buttons] == list("12345")
    assert len({button.image().data for button in buttons}) == 5
    assert {button.imagePosition() for button in buttons} == {Kit.NSImageAbove}
    assert {button.image().size() for button in buttons} == {(40.0, 40.0)}


def test_a_row_is_as_wide_as_the_alert_and_a_scale_has_words_under_its_ends() -> None:
    views = made(Presses((Press("0", "0"), Press("1", "1")), ends=("low", "high")))
    row, ends = views.stack.below
    assert row.distribution() == Kit.NSStackViewDistributionFillEqually
    assert [label.stringValue() for label in ends.below] == ["low", "high"]
    for view in (row, ends):
        assert [(held.held, held.active) for held in view.width.made] == [(WIDTH, True)]


def test_options_stand_below_each_other() -> None:
    (column,) = made(Presses((Press("a", "A"), Press("b", "B")), in_a_row=False)).stack.below
    assert column.orientation() == Kit.NSUserInterfaceLayoutOrientationVertical
    assert column.distribution() is None


def test_a_line_changes_with_its_tick_and_has_room_for_the_longer_text() -> None:
    views = made(Line("short", (("share", "a much longer text"),)), Tick("share", "Share"))
    (label,) = (field for field in controls(views, NSTextField) if field.is_label)
    (box,) = controls(views, NSButton)
    room = views.stack.held["frameSize"]
    assert (label.stringValue(), views.ticked()) == ("short", frozenset())
    assert label.held["preferredMaxLayoutWidth"] == WIDTH
    box.setState_(Kit.NSControlStateValueOn)
    views.refresh()
    assert (label.stringValue(), views.ticked()) == ("a much longer text", {"share"})
    assert views.stack.fittingSize() == room


def test_an_alert_places_them_by_their_frame() -> None:
    assert made(Line("Why")).stack.held["translatesAutoresizingMaskIntoConstraints"] is True


def test_ticking_what_needs_another_ticks_both_and_taking_that_away_takes_both() -> None:
    views = made(Tick("share", "Share"), Tick("contact", "Contact", needs="share"))
    share, contact = controls(views, NSButton)
    contact.setState_(Kit.NSControlStateValueOn)
    views.refresh()
    assert views.ticked() == {"share", "contact"}
    share.setState_(Kit.NSControlStateValueOff)
    views.refresh()
    assert views.ticked() == frozenset()
    share.setState_(Kit.NSControlStateValueOn)
    views.refresh()
    assert views.ticked() == {"share"}


def test_words_are_what_was_written_and_the_value_of_what_was_picked() -> None:
    views = made(Pick("mood", "Mood", (("", "No face"), ("4", "Good"), ("5", "Good"))), Field("words", "Words", 4))
    assert views.words() == {"mood": "", "words": ""}
    (menu,) = controls(views, NSPopUpButton)
    assert [item.title() for item in menu.menu().items] == ["No face", "Good", "Good"]
    menu.chosen = 2
    views.fields["words"].setStringValue_("It is slow.")
    assert views.words() == {"mood": "5", "words": "It is slow."}


@pytest.mark.parametrize(("lines", "single", "height"), [(1, True, 22.0), (4, None, 88.0)])
def test_a_field_is_as_high_as_its_lines(lines: int, single: bool | None, height: float) -> None:
    field = made(Field("words", "Words", lines)).fields["words"]
    assert field.usesSingleLineMode() is single
    assert [held.held for held in field.height.made] == [height]


def test_a_picture_is_sharp_on_screens_of_twice_the_pixels() -> None:
    kit = Kit()
    assert face(kit, 5).data[16:24] == (80).to_bytes(4, "big") * 2
    assert image(kit, b"png", 18).size() == (18.0, 18.0)


def test_a_field_takes_no_more_than_will_be_kept() -> None:
    views = made(Field("words", "Words", most=5))
    views.fields["words"].setStringValue_("too much")
    views.refresh()
    assert views.words() == {"words": "too m"}
