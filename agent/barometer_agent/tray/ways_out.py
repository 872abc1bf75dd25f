"""The buttons at the foot of a window, on the side of the hand that a person uses."""

import tkinter as tk
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from barometer_agent.tray.corner import Side
from barometer_agent.tray.parts import Parts


@dataclass(frozen=True)
class Way:
    """A button; the ``is_main`` one is what most people want."""

    text: str
    command: Callable[[], None]
    is_main: bool = False


def ways_out(parts: Parts, frame: tk.Frame, side: Side, ways: Sequence[Way]) -> tk.Frame:
    """A row of buttons, the last of ``ways`` nearest to the corner; Tab goes through them as they are read."""
    row = parts.row(frame)
    shown = list(ways) if side is Side.RIGHT else list(reversed(ways))
    inner = parts.row(row)
    inner.pack(side=side.value)
    for number, way in enumerate(shown):
        button = parts.button(inner, way.text, way.command, main=way.is_main)
        button.pack(side="left", padx=parts.space(8 if number else 0, 0))
    return row
