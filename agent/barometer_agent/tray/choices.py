"""The part of the window that answers: one way per type of question."""

import tkinter as tk
from collections.abc import Callable

from barometer_agent.language import Say
from barometer_agent.scales import Scale, by_number, by_words, options, scale
from barometer_agent.tray.drawing import Colour, face
from barometer_agent.tray.parts import Parts
from barometer_shared.questions import Calm, Choice, Effort, Faces, FreeText, Question, Recommend, Response

_FACE_PIXELS = 52


class Choices:
    """Shows the choices of a question in ``frame`` and calls ``answered`` with the first one made."""

    def __init__(
        self, parts: Parts, frame: tk.Frame, say: Say, language: str, answered: Callable[[Response], None]
    ) -> None:
        self._parts = parts
        self._frame = frame
        self._say = say
        self._language = language
        self._answered = answered
        self._drawn: dict[tuple[int, Colour], tk.PhotoImage] = {}

    def show(self, question: Question) -> None:
        """One picture, number, line or field per possible answer."""
        match question:
            case Faces():
                self._faces(question)
            case Effort() | Recommend() | Calm():
                self._numbers(question)
            case Choice():
                self._options(question)
            case FreeText():
                self._words()

    def _faces(self, question: Faces) -> None:
        row = self._parts.row(self._frame)
        row.pack(fill="x")
        look = self._parts.look
        for score in range(1, 6):
            label = self._say(f"scale.faces.{score}")
            button = self._parts.choice(row, label, self._giving(question, score), self._face(score, look.ground))
            button.grid(row=0, column=score - 1, sticky="new")
            row.columnconfigure(score - 1, weight=1, uniform="faces")
            self._key(str(score), button)
            for event, ground in (("<Enter>", look.hover), ("<Leave>", look.ground)):
                button.bind(event, self._showing(button, score, ground))

    def _showing(self, button: tk.Button, score: int, ground: Colour) -> Callable[["tk.Event[tk.Button]"], None]:
        """The face on the ground that the button has now."""

        def show(_event: "tk.Event[tk.Button]") -> None:
            button.configure(image=self._face(score, ground))

        return show

    def _face(self, score: int, ground: Colour) -> tk.PhotoImage:
        """Drawn once for each ground, the one under the mouse when it first comes there."""
        if (score, ground) not in self._drawn:
            look, size = self._parts.look, self._parts.px(_FACE_PIXELS)
            picture = face(size, score, look.faces[score - 1], look.ink, ground)
            self._drawn[score, ground] = self._parts.image(picture)
        return self._drawn[score, ground]

    def _numbers(self, question: Question) -> None:
        numbers = scale(question)
        if numbers is None:
            return
        row = self._parts.row(self._frame)
        row.pack(fill="x")
        for column, point in enumerate(numbers.points):
            button = self._parts.choice(row, str(point), self._giving(question, point))
            button.grid(row=0, column=column, sticky="ew", padx=self._parts.px(1))
            row.columnconfigure(column, weight=1, uniform="numbers")
            self._key(str(point), button, at_once=numbers.highest < 10)
        self._ends(numbers)

    def _ends(self, numbers: Scale) -> None:
        row = self._parts.row(self._frame)
        row.pack(fill="x", pady=self._parts.space(4, 0))
        low, high = (self._say(label) for label in numbers.labels)
        self._parts.label(row, low, "small").pack(side="left")
        self._parts.label(row, high, "small").pack(side="right")

    def _options(self, question: Choice) -> None:
        for number, text in enumerate(options(question, self._language), 1):
            button = self._parts.choice(self._frame, text, self._giving(question, number))
            button.configure(anchor="w")
            button.pack(fill="x", pady=self._parts.px(2))
            if number <= 9:
                self._key(str(number), button)

    def _words(self) -> None:
        field = self._parts.text(self._frame, lines=4)
        field.pack(fill="x")

        def send() -> None:
            response = by_words(field.get("1.0", "end"))
            if response is not None:
                self._answered(response)

        field.bind("<Control-Return>", lambda _event: send())
        button = self._parts.button(self._frame, self._say("prompt.send"), send, main=True)
        button.pack(anchor="e", pady=self._parts.space(8, 0))
        field.focus_set()

    def _giving(self, question: Question, number: int) -> Callable[[], None]:
        def give() -> None:
            response = by_number(question, number)
            if response is not None:
                self._answered(response)

        return give

    def _key(self, digits: str, button: tk.Button, *, at_once: bool = True) -> None:
        """A digit answers; on a scale up to 10 it only moves there and Return answers, as 1 may be meant as 10."""
        if len(digits) > 1:
            return

        def press(_event: "tk.Event[tk.Misc]") -> None:
            if not button.winfo_exists():  # the window has gone on, and the digit is part of a comment
                return
            if at_once:
                button.invoke()
            else:
                button.focus_set()

        toplevel = self._frame.winfo_toplevel()
        for key in (digits, f"KP_{digits}"):
            toplevel.bind(f"<Key-{key}>", press)
