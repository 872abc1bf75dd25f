"""Five faces beside each other, each with its word below it."""

import tkinter as tk
from collections.abc import Callable

from barometer_agent.language import Say
from barometer_agent.tray.drawing import Colour, face, hexadecimal
from barometer_agent.tray.parts import Parts

_PIXELS = 52
SCORES = range(1, 6)


class FaceRow:
    """Shows the faces in ``frame`` and calls ``chosen`` with the score of the one that is pressed."""

    def __init__(self, parts: Parts, frame: tk.Frame, say: Say, chosen: Callable[[int], None]) -> None:
        self._parts = parts
        self._drawn: dict[tuple[int, Colour], tk.PhotoImage] = {}
        self._marked: int | None = None
        self.buttons: dict[int, tk.Button] = {}
        row = parts.row(frame)
        row.pack(fill="x")
        for score in SCORES:
            label, picture = say(f"scale.faces.{score}"), self._face(score, parts.look.ground)
            button = parts.choice(row, label, _giving(chosen, score), picture)
            button.grid(row=0, column=score - 1, sticky="new")
            row.columnconfigure(score - 1, weight=1, uniform="faces")
            self.buttons[score] = button
            for event, ground in (("<Enter>", parts.look.hover), ("<Leave>", parts.look.ground)):
                button.bind(event, self._showing(score, ground))

    def mark(self, score: int | None) -> None:
        """This one is chosen, and no other."""
        self._marked = score
        for each, button in self.buttons.items():
            self._put(each, self._parts.look.ground)
            button.configure(highlightbackground=hexadecimal(self._edge(each)))

    def _edge(self, score: int) -> Colour:
        return self._parts.look.accent if score == self._marked else self._parts.look.ground

    def _put(self, score: int, ground: Colour) -> None:
        """The face on the ground that the button has now."""
        shown = self._parts.look.hover if score == self._marked else ground
        self.buttons[score].configure(image=self._face(score, shown), background=hexadecimal(shown))

    def _showing(self, score: int, ground: Colour) -> Callable[["tk.Event[tk.Button]"], None]:
        return lambda _event: self._put(score, ground)

    def _face(self, score: int, ground: Colour) -> tk.PhotoImage:
        """Drawn once for each ground, the one under the mouse when it first comes there."""
        if (score, ground) not in self._drawn:
            look, size = self._parts.look, self._parts.px(_PIXELS)
            picture = face(size, score, look.faces[score - 1], look.ink, ground, look.rim)
            self._drawn[score, ground] = self._parts.image(picture)
        return self._drawn[score, ground]


def _giving(chosen: Callable[[int], None], score: int) -> Callable[[], None]:
    return lambda: chosen(score)
