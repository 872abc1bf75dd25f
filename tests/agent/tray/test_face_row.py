"""Five faces beside each other."""

import tkinter as tk

import pytest

from barometer_agent.language import speaker
from barometer_agent.tray.drawing import Colour, hexadecimal
from barometer_agent.tray.face_row import FaceRow
from barometer_agent.tray.look import LIGHT
from barometer_agent.tray.parts import Parts

pytestmark = pytest.mark.desktop


def shown(root: tk.Tk) -> tuple[FaceRow, list[int]]:
    parts, chosen = Parts(root, LIGHT), list[int]()
    row = FaceRow(parts, parts.fresh(), speaker("en"), chosen.append)
    root.update()
    return row, chosen


def corner(root: tk.Tk, button: tk.Button) -> Colour:
    red, green, blue = root.tk.call(str(button["image"]), "get", 0, 0)
    return red, green, blue


def test_each_has_its_word_below_it_and_its_score(root: tk.Tk) -> None:
    row, chosen = shown(root)
    assert [button["text"] for button in row.buttons.values()] == ["Very bad", "Bad", "All right", "Good", "Very good"]
    for button in row.buttons.values():
        button.invoke()
    assert chosen == [1, 2, 3, 4, 5]


def test_a_face_under_the_mouse_has_the_ground_of_its_button(root: tk.Tk) -> None:
    row, _ = shown(root)
    button = row.buttons[1]
    before = str(button["image"])
    assert corner(root, button) == LIGHT.ground
    button.event_generate("<Enter>")
    assert (corner(root, button), button["background"]) == (LIGHT.hover, hexadecimal(LIGHT.hover))
    button.event_generate("<Leave>")
    assert str(button["image"]) == before


def test_the_one_that_is_marked_is_seen_and_no_other(root: tk.Tk) -> None:
    row, _ = shown(root)

    def edged() -> list[int]:
        accent = hexadecimal(LIGHT.accent)
        return [score for score, button in row.buttons.items() if button["highlightbackground"] == accent]

    row.mark(4)
    row.buttons[4].event_generate("<Leave>")
    assert (edged(), corner(root, row.buttons[4])) == ([4], LIGHT.hover)
    row.mark(2)
    assert (edged(), corner(root, row.buttons[4])) == ([2], LIGHT.ground)
    row.mark(None)
    assert edged() == []
