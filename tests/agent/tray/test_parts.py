"""What the window is made of."""

import tkinter as tk

import pytest

from barometer_agent.tray.drawing import face, hexadecimal
from barometer_agent.tray.look import LIGHT
from barometer_agent.tray.parts import Parts

pytestmark = pytest.mark.desktop


def test_measures_grow_with_the_screen(root: tk.Tk) -> None:
    usual = Parts(root, LIGHT).px(10)
    root.winfo_fpixels = lambda _distance: 192.0  # type: ignore[method-assign]
    assert usual == 10
    assert Parts(root, LIGHT).px(10) == 20
    assert Parts(root, LIGHT).space(5, 10) == (10, 20)
    assert Parts(root, LIGHT, 1.5).px(10) == 15


def test_letters_grow_with_everything_else(root: tk.Tk) -> None:
    parts = Parts(root, LIGHT, 1.0)
    label = parts.label(parts.fresh(), "Text", "plain")
    label.pack()
    usual = label.winfo_reqheight()
    label = parts.label(parts.fresh(2.0), "Text", "plain")
    assert label.winfo_reqheight() > 1.7 * usual
    assert parts.scale == 2.0


def test_a_tick_says_when_it_is_ticked(root: tk.Tk) -> None:
    parts, heard = Parts(root, LIGHT), []
    ticked = tk.BooleanVar(root, value=False)
    tick = parts.tick(parts.fresh(), "Share", ticked, lambda: heard.append(ticked.get()))
    tick.pack()
    root.update()
    tick.focus_force()
    root.update()
    tick.event_generate("<space>")
    tick.event_generate("<Return>")
    assert heard == [True, False]


def test_a_fresh_frame_replaces_what_was_shown(root: tk.Tk) -> None:
    parts = Parts(root, LIGHT)
    first = parts.fresh()
    parts.fresh()
    assert not first.winfo_exists()


def test_return_presses_the_button_that_has_the_focus(root: tk.Tk) -> None:
    parts, pressed = Parts(root, LIGHT), []
    button = parts.button(parts.fresh(), "Send", lambda: pressed.append(True), main=True)
    button.pack()
    root.update()
    button.focus_force()
    root.update()
    button.event_generate("<Return>")
    assert pressed == [True]
    assert button["highlightcolor"] == hexadecimal(LIGHT.accent)


def test_a_picture_is_shown_as_it_was_drawn(root: tk.Tk) -> None:
    picture = face(20, 5, LIGHT.faces[4], LIGHT.ink, LIGHT.ground)
    image = Parts(root, LIGHT).image(picture)
    assert image.get(10, 2) == picture[2][10]
    assert (image.width(), image.height()) == (20, 20)


def test_tab_leaves_a_field_of_several_lines(root: tk.Tk) -> None:
    parts = Parts(root, LIGHT)
    frame = parts.fresh()
    field = parts.text(frame, 3)
    after = parts.entry(frame)
    field.pack()
    after.pack()
    root.update()
    field.focus_force()
    root.update()
    field.event_generate("<Tab>")
    root.update()
    assert root.focus_get() is after
    assert field.get("1.0", "end").strip() == ""
