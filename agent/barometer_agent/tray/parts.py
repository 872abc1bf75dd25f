"""The few kinds of things that the window is made of, all in one look and in the screen's own scale."""

import tkinter as tk
from collections.abc import Callable
from tkinter import font
from typing import Any

from barometer_agent.tray.drawing import Picture, hexadecimal, tk_rows
from barometer_agent.tray.look import Look

_WIDTH = 430
_PADDING = 22
_POINTS = {"question": 14, "quiet": 10, "small": 9, "plain": 10, "number": 12}


class Parts:
    """Makes labels, buttons and pictures in ``root``. Pixels are meant at 96 per inch and grow with the screen's."""

    def __init__(self, root: tk.Tk, look: Look) -> None:
        self.look = look
        self._root = root
        self._per_pixel = max(1.0, root.winfo_fpixels("1i") / 96)
        self._family = str(font.nametofont("TkDefaultFont", root).actual("family"))
        self._images: list[tk.PhotoImage] = []
        self._frame: tk.Frame | None = None

    def px(self, pixels: int) -> int:
        """This many pixels on this screen."""
        return round(pixels * self._per_pixel)

    def space(self, before: int, after: int) -> tuple[int, int]:
        """Room before and after something, on this screen."""
        return self.px(before), self.px(after)

    def fresh(self) -> tk.Frame:
        """An empty frame in place of what was shown before."""
        if self._frame is not None:
            self._frame.destroy()
        padding = self.px(_PADDING)
        self._frame = tk.Frame(self._root, background=self._ground, padx=padding, pady=padding - padding // 4)
        self._frame.pack(fill="both", expand=True)
        tk.Frame(self._frame, background=self._ground, width=self.px(_WIDTH), height=0).pack()  # never narrower
        return self._frame

    def row(self, parent: tk.Frame) -> tk.Frame:
        """An empty line of things."""
        return tk.Frame(parent, background=self._ground)

    def label(self, parent: tk.Frame, text: str, kind: str) -> tk.Label:
        """Text; ``kind``: question, plain, quiet or small."""
        colour = self.look.quiet if kind in ("quiet", "small") else self.look.text
        return tk.Label(
            parent,
            text=text,
            font=self._font(kind),
            foreground=hexadecimal(colour),
            background=self._ground,
            wraplength=self.px(_WIDTH),
            justify="left",
        )

    def button(self, parent: tk.Frame, text: str, command: Callable[[], None], *, main: bool = False) -> tk.Button:
        """A button; the ``main`` one is filled."""
        ground, ink = (self.look.accent, self.look.ground) if main else (self.look.hover, self.look.text)
        made = tk.Button(parent, text=text, command=command, font=self._font("plain"))
        made.configure(self._flat())
        made.configure(
            padx=self.px(14),
            pady=self.px(5),
            background=hexadecimal(ground),
            foreground=hexadecimal(ink),
            activebackground=hexadecimal(self.look.accent if main else self.look.line),
            activeforeground=hexadecimal(ink),
        )
        return self._pressed_by_return(made)

    def choice(
        self, parent: tk.Frame, text: str, command: Callable[[], None], image: tk.PhotoImage | None = None
    ) -> tk.Button:
        """Something to choose: plain text, or a picture with its text below."""
        kind = "small" if image else "number" if len(text) <= 2 else "plain"
        made = tk.Button(parent, text=text, command=command, font=self._font(kind))
        made.configure(self._flat())
        made.configure(
            padx=self.px(8),
            pady=self.px(6),
            background=self._ground if image else hexadecimal(self.look.hover),
            foreground=hexadecimal(self.look.text),
            activebackground=hexadecimal(self.look.hover if image else self.look.line),
            activeforeground=hexadecimal(self.look.text),
        )
        if image is not None:
            made.configure(image=image, compound="top", wraplength=self.px(74))
        return self._pressed_by_return(made)

    def checkbutton(
        self, parent: tk.Frame, text: str, variable: tk.BooleanVar, empty: tk.PhotoImage, ticked: tk.PhotoImage
    ) -> tk.Checkbutton:
        """A box with its text."""
        made = tk.Checkbutton(parent, text=text, variable=variable, image=empty, selectimage=ticked)
        made.configure(self._flat())
        made.configure(
            compound="left",
            indicatoron=False,
            offrelief="flat",
            font=self._font("plain"),
            foreground=hexadecimal(self.look.text),
            background=self._ground,
            selectcolor=self._ground,
            activebackground=self._ground,
        )
        return made

    def entry(self, parent: tk.Frame) -> tk.Entry:
        """One line to write on."""
        made = tk.Entry(parent, font=self._font("plain"))
        made.configure(self._written())
        return made

    def text(self, parent: tk.Frame, lines: int) -> tk.Text:
        """Some lines to write on; Tab goes on to the next thing, as everywhere in the window."""
        made = tk.Text(parent, font=self._font("plain"), height=lines, width=46, wrap="word")
        made.configure(self._written())
        made.bind("<Tab>", _go_on)
        return made

    def image(self, picture: Picture) -> tk.PhotoImage:
        """A picture for Tk, kept as long as the window."""
        size = len(picture)
        made = tk.PhotoImage(master=self._root, width=size, height=size)
        made.put(tk_rows(picture))
        self._images.append(made)
        return made

    @property
    def _ground(self) -> str:
        return hexadecimal(self.look.ground)

    def _font(self, kind: str) -> tuple[str, int]:
        return self._family, _POINTS[kind]

    def _flat(self) -> dict[str, Any]:
        """No edges; who goes through the window with Tab sees a frame in the accent's colour."""
        return {
            "relief": "flat",
            "borderwidth": 0,
            "highlightthickness": self.px(2),
            "highlightbackground": self._ground,
            "highlightcolor": hexadecimal(self.look.accent),
        }

    def _written(self) -> dict[str, Any]:
        return {
            **self._flat(),
            "background": hexadecimal(self.look.hover),
            "foreground": hexadecimal(self.look.text),
            "insertbackground": hexadecimal(self.look.text),
        }

    @staticmethod
    def _pressed_by_return(button: tk.Button) -> tk.Button:
        button.bind("<Return>", lambda _event: button.invoke())
        return button


def _go_on(event: "tk.Event[tk.Text]") -> str:
    following = event.widget.tk_focusNext()
    if following is not None:
        following.focus_set()
    return "break"
