"""The few kinds of things that the window is made of, all in one look and in the screen's own scale."""

import tkinter as tk
from collections.abc import Callable
from tkinter import font
from typing import Any

from barometer_agent.tray.drawing import Colour, Picture, box, hexadecimal, portable
from barometer_agent.tray.look import Look

_WIDTH = 430
_PADDING = 22
_LETTERS = {"question": 19, "quiet": 13, "small": 12, "plain": 13, "number": 16}  # in pixels


class Parts:
    """Makes labels, buttons and pictures in ``root``. Pixels are meant at 96 per inch and grow with the screen's."""

    def __init__(self, root: tk.Tk, look: Look, scale: float | None = None) -> None:
        self.look = look
        self._root = root
        self._scale = max(1.0, root.winfo_fpixels("1i") / 96) if scale is None else scale
        self._share = 1.0
        self._family = str(font.nametofont("TkDefaultFont", root).actual("family"))
        self._images: list[tk.PhotoImage] = []
        self._frame: tk.Frame | None = None

    @property
    def scale(self) -> float:
        """How many of the screen's pixels stand for one."""
        return self._scale * self._share

    def px(self, pixels: int) -> int:
        """This many pixels on this screen."""
        return round(pixels * self.scale)

    def space(self, before: int, after: int) -> tuple[int, int]:
        """Room before and after something, on this screen."""
        return self.px(before), self.px(after)

    def fresh(self, share: float = 1.0) -> tk.Frame:
        """An empty frame in place of what was shown before, of which all is ``share`` as large as it should be."""
        if self._frame is not None:
            self._frame.destroy()
        self._share = share
        self._images.clear()
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
            padx=0,
            borderwidth=0,
            highlightthickness=0,
        )

    def button(self, parent: tk.Frame, text: str, command: Callable[[], None], *, main: bool = False) -> tk.Button:
        """A button; the ``main`` one is filled."""
        ground, ink = (self.look.accent, self.look.ground) if main else (self.look.hover, self.look.text)
        made = tk.Button(parent, text=text, command=command, font=self._font("plain"))
        made.configure(self._flat(self.look.accent if main else self.look.frame))
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
        made.configure(self._flat(self.look.ground if image else self.look.frame))
        made.configure(
            padx=self.px(4 if kind == "number" else 8),
            pady=self.px(6),
            background=self._ground if image else hexadecimal(self.look.hover),
            foreground=hexadecimal(self.look.text),
            activebackground=hexadecimal(self.look.hover if image else self.look.line),
            activeforeground=hexadecimal(self.look.text),
        )
        if image is not None:
            made.configure(image=image, compound="top", padx=self.px(2), wraplength=self.px(76))
        return self._pressed_by_return(made)

    def tick(self, parent: tk.Frame, text: str, variable: tk.BooleanVar, changed: Callable[[], None]) -> tk.Checkbutton:
        """A box with its text; ``changed`` is called when somebody ticks it, or takes the tick away."""
        look, size = self.look, self.px(18)
        empty = self.image(box(size, look.edge, look.ground, look.ground, None))
        ticked = self.image(box(size, look.accent, look.accent, look.ground, look.ground))
        made = tk.Checkbutton(parent, text=f"  {text}", variable=variable, image=empty, selectimage=ticked)
        made.configure(self._flat(look.ground))
        made.configure(
            command=changed,
            compound="left",
            indicatoron=False,
            offrelief="flat",
            font=self._font("plain"),
            foreground=hexadecimal(self.look.text),
            background=self._ground,
            selectcolor=self._ground,
            activebackground=self._ground,
            activeforeground=hexadecimal(self.look.text),
            wraplength=self.px(_WIDTH - 40),
            justify="left",
        )
        made.bind("<Return>", lambda _event: _invoked(made))
        return made

    def entry(self, parent: tk.Frame) -> tk.Entry:
        """One line to write on."""
        made = tk.Entry(parent, font=self._font("plain"))
        made.configure(self._written())
        return made

    def text(self, parent: tk.Frame, lines: int) -> tk.Text:
        """Some lines to write on; Tab goes on to the next thing, as everywhere in the window."""
        made = tk.Text(parent, font=self._font("plain"), height=lines, width=1, wrap="word")
        made.configure(self._written())
        made.configure(padx=self.px(5), pady=self.px(4))
        made.bind("<Tab>", _go_on)
        return made

    def image(self, picture: Picture) -> tk.PhotoImage:
        """A picture for Tk, kept as long as the window."""
        made = tk.PhotoImage(master=self._root, data=portable(picture), format="ppm")
        self._images.append(made)
        return made

    @property
    def _ground(self) -> str:
        return hexadecimal(self.look.ground)

    def _font(self, kind: str) -> tuple[str, int]:
        return self._family, -self.px(_LETTERS[kind])  # below zero: pixels, whatever Tk thinks of this screen

    def _flat(self, edge: Colour) -> dict[str, Any]:
        """An edge of this colour; who goes through the window with Tab sees a frame in the accent's colour."""
        return {
            "relief": "flat",
            "borderwidth": 0,
            "highlightthickness": self.px(2),
            "highlightbackground": hexadecimal(edge),
            "highlightcolor": hexadecimal(self.look.accent),
        }

    def _written(self) -> dict[str, Any]:
        return {
            **self._flat(self.look.edge),
            "background": self._ground,
            "selectbackground": hexadecimal(self.look.accent),
            "selectforeground": self._ground,
            "foreground": hexadecimal(self.look.text),
            "insertbackground": hexadecimal(self.look.text),
        }

    @staticmethod
    def _pressed_by_return(button: tk.Button) -> tk.Button:
        button.bind("<Return>", lambda _event: button.invoke())
        return button


def _invoked(tick: tk.Checkbutton) -> str:
    """Pressed by Return on every system: X11 does it by itself, and must not do it again."""
    tick.invoke()
    return "break"


def _go_on(event: "tk.Event[tk.Text]") -> str:
    following = event.widget.tk_focusNext()
    if following is not None:
        following.focus_set()
    return "break"
