"""Buttons that are pressed by the first click."""

from barometer_agent.tray.macos import buttons
from tests.agent.tray.macos.appkit import Kit


def test_the_first_click_is_theirs() -> None:
    made = buttons.kind(Kit()).buttonWithTitle_target_action_("Good", None, "pressed:")
    assert isinstance(made, Kit.NSButton)
    assert made.acceptsFirstMouse_(None) is True


def test_they_are_of_one_class_as_objective_c_knows_each_name_once() -> None:
    assert buttons.kind(Kit()) is buttons.kind(Kit())
