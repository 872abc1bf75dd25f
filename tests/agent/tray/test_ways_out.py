"""The buttons at the foot of a window."""

import tkinter as tk

import pytest

from barometer_agent.tray.corner import Side
from barometer_agent.tray.look import LIGHT
from barometer_agent.tray.parts import Parts
from barometer_agent.tray.ways_out import Way, ways_out

pytestmark = pytest.mark.desktop


def shown(root: tk.Tk, side: Side) -> tuple[list[tk.Button], list[str]]:
    parts, pressed = Parts(root, LIGHT), list[str]()
    ways = [Way("Undo", lambda: pressed.append("undo")), Way("Done", lambda: pressed.append("done"), is_main=True)]
    row = ways_out(parts, parts.fresh(), side, ways)
    row.pack(fill="x")
    root.update()
    inner = row.winfo_children()[0]
    found = [widget for widget in inner.winfo_children() if isinstance(widget, tk.Button)]
    return sorted(found, key=lambda button: button.winfo_rootx()), pressed


@pytest.mark.parametrize(("side", "order"), [(Side.RIGHT, ["Undo", "Done"]), (Side.LEFT, ["Done", "Undo"])])
def test_the_last_one_is_nearest_to_the_corner_and_tab_reads_along(root: tk.Tk, side: Side, order: list[str]) -> None:
    buttons, _ = shown(root, side)
    assert [button["text"] for button in buttons] == order
    assert buttons[0].tk_focusNext() is buttons[1]


def test_each_does_what_it_says(root: tk.Tk) -> None:
    buttons, pressed = shown(root, Side.RIGHT)
    for button in buttons:
        button.invoke()
    assert pressed == ["undo", "done"]
