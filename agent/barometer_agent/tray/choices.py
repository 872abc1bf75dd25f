"""The part of the window that answers: one way per type of question."""

import tkinter as tk
from collections.abc import Callable, Sequence

from barometer_agent.language import Say
from barometer_agent.scales import Scale, by_number, by_words, options, scale
from barometer_agent.tray.course import MOST_WORDS
from barometer_agent.tray.face_row import FaceRow
from barometer_agent.tray.parts import Parts
from barometer_agent.tray.writing import Writing
from barometer_shared.questions import Calm, Choice, Effort, Faces, FreeText, Question, Recommend, Response

_MOST_DIGIT = 9
_MOST_ROWS = 6


class Choices:
    """Shows the choices of a question in ``frame`` and calls ``answered`` with the first one made.

    Where the answer is in words, it has ``most_words`` characters at most.
    """

    def __init__(
        self,
        parts: Parts,
        frame: tk.Frame,
        say: Say,
        language: str,
        answered: Callable[[Response], None],
        most_words: int = MOST_WORDS,
    ) -> None:
        self._parts = parts
        self._frame = frame
        self._say = say
        self._language = language
        self._answered = answered
        self._most_words = most_words

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
        row = FaceRow(self._parts, self._frame, self._say, lambda score: self._give(question, score))
        for score, button in row.buttons.items():
            self._key(str(score), button)

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
        self.lines(
            [(text, self._giving(question, number)) for number, text in enumerate(options(question, self._language), 1)]
        )

    def lines(self, given: Sequence[tuple[str, Callable[[], None]]]) -> None:
        """Options below each other, many in two columns, each with what it does; the first nine have a digit."""
        rows = len(given) if len(given) <= _MOST_ROWS else (len(given) + 1) // 2
        columns = 1 if rows == len(given) else 2
        table = self._parts.row(self._frame)
        table.pack(fill="x")
        for number, (text, command) in enumerate(given, 1):
            button = self._parts.choice(table, f"{number}   {text}" if number <= _MOST_DIGIT else text, command)
            button.configure(anchor="w", justify="left", wraplength=self._parts.px(400 // columns - 30 * (columns - 1)))
            row, column = (number - 1) % rows, (number - 1) // rows
            space = self._parts.space(4 if column else 0, 0)
            button.grid(row=row, column=column, sticky="nsew", padx=space, pady=self._parts.px(2))
            table.columnconfigure(column, weight=1, uniform="options")
            if number <= _MOST_DIGIT:
                self._key(str(number), button)

    def _words(self) -> None:
        field = Writing(self._parts, self._frame, self._say, self._most_words)

        def send() -> None:
            response = by_words(field.words)
            if response is not None:
                self._answered(response)

        field.text.bind("<Control-Return>", lambda _event: send())
        button = self._parts.button(self._frame, self._say("prompt.send"), send, main=True)
        button.pack(anchor="e", pady=self._parts.space(8, 0))
        field.text.focus_set()

    def _giving(self, question: Question, number: int) -> Callable[[], None]:
        return lambda: self._give(question, number)

    def _give(self, question: Question, number: int) -> None:
        response = by_number(question, number)
        if response is not None:
            self._answered(response)

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
