"""The small window itself, whatever it shows: its place in the corner, its focus, and how long it stays untouched."""

import sys
import tkinter as tk
from collections.abc import Callable
from dataclasses import replace

from barometer_agent.sources.linux import x_focus
from barometer_agent.sources.screen import Area
from barometer_agent.tray.corner import geometry, room
from barometer_agent.tray.drawing import hexadecimal
from barometer_agent.tray.icon import pixmaps
from barometer_agent.tray.keeper import NoWindowError
from barometer_agent.tray.parts import Parts
from barometer_agent.tray.png import png
from barometer_agent.tray.surroundings import Surroundings
from barometer_agent.windows import sharpness

# What is too large for the screen is shown this much smaller, as little as is needed.
_SHARES = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5)
_TOUCHES = ("<Key>", "<ButtonPress>", "<Motion>")
_ICONS = (32, 16)
_ICON_MS = 200  # nobody waits for it
_TITLE_BAR = 20
_FRAMED_MS = 150
_UNDER_WINDOWS = 48  # where nobody tells what the panel covers


def opened() -> tk.Tk:
    """A window that is not shown yet. Raises NoWindowError."""
    sharpness.be_sharp()
    try:
        root = tk.Tk(className="Barometer")
    except tk.TclError as error:
        raise NoWindowError(str(error)) from error
    root.withdraw()
    return root


class Shell:
    """``root`` in these surroundings; ``closed`` is called when somebody closes it, or the session ends."""

    def __init__(self, root: tk.Tk, around: Surroundings, title: str, closed: Callable[[], None]) -> None:
        self.root = root
        self.side = around.side
        self.parts = Parts(root, around.look, around.scale)
        self._free = around.free or _whole(root, self.parts)
        # Tk on X11 knows what the window manager puts around a window only once that is done.
        self._title_bar = self.parts.px(_TITLE_BAR) if root.tk.call("tk", "windowingsystem") == "x11" else 0
        self._placed: tuple[tuple[int, int], int] | None = None
        self._timer = ""
        self._icons: list[tk.PhotoImage] = []  # Tk keeps none of them
        self._patience: tuple[float, Callable[[], None]] | None = None
        root.title(title)
        root.configure(background=hexadecimal(around.look.ground))
        root.resizable(width=False, height=False)
        root.attributes("-topmost", True)
        root.protocol("WM_DELETE_WINDOW", closed)
        root.protocol("WM_SAVE_YOURSELF", closed)
        root.bind("<Escape>", lambda _event: closed())
        for event in _TOUCHES:
            root.bind_all(event, lambda _event: self._start_waiting(), add="+")

    def draw(self, build: Callable[[tk.Frame], None]) -> None:
        """Show what ``build`` puts into an empty frame, in place of what was shown."""
        for share in _SHARES:
            build(self.parts.fresh(share))
            self.root.update_idletasks()
            width, height = room(self._free, self.parts.scale)
            if self.root.winfo_reqwidth() <= width and self.root.winfo_reqheight() <= height:
                break
        self.place()

    def place(self) -> None:
        """In its corner, as large as what is in it; where that is as it was it stays where somebody moved it."""
        self.root.update_idletasks()
        size = self.root.winfo_reqwidth(), self.root.winfo_reqheight()
        if (size, self._title_bar) == self._placed:
            return
        self._placed = size, self._title_bar
        free = replace(self._free, height=self._free.height - self._title_bar)
        whole = self.root.winfo_screenwidth(), self.root.winfo_screenheight()
        self.root.geometry(geometry(free, whole, size, self.side, self.parts.scale))

    def show(self, *, offered: bool) -> None:
        """On the screen; ``offered``: it came by itself, so it leaves the focus where it is."""
        self.root.after(_ICON_MS, self._wear_the_icon)
        self.root.after(_FRAMED_MS, self._place_with_frame)
        if not offered:
            self.root.deiconify()
            self.root.after(50, self._take_focus)
            return
        if sys.platform == "linux":
            x_focus.leave_alone(int(self.root.frame(), 16))
        self.root.state("normal")  # deiconify would take the focus on Windows

    def _place_with_frame(self) -> None:
        self._title_bar = 0
        self.place()

    def wait(self, seconds: float, then: Callable[[], None]) -> None:
        """Call ``then`` when nobody touched the window for so long; in place of what it waited for before."""
        self._patience = seconds, then
        self._start_waiting()

    def close(self) -> None:
        """The end of it."""
        self._patience = None
        self._stop_waiting()
        self.root.destroy()

    def _wear_the_icon(self) -> None:
        """In its title, and where windows are listed."""
        drawn = pixmaps(_ICONS)
        self._icons = [tk.PhotoImage(master=self.root, data=png(argb, size), format="png") for size, _, argb in drawn]
        self.root.iconphoto(False, *self._icons)

    def _take_focus(self) -> None:
        """For the part that the page gave it to: whoever opened a place to write in writes there."""
        (self.root.focus_lastfor() or self.root).focus_force()

    def _start_waiting(self) -> None:
        self._stop_waiting()
        if self._patience is not None:
            seconds, then = self._patience
            self._timer = self.root.after(round(seconds * 1000), then)

    def _stop_waiting(self) -> None:
        if self._timer:
            self.root.after_cancel(self._timer)
            self._timer = ""


def _whole(root: tk.Tk, parts: Parts) -> Area:
    return Area(0, 0, root.winfo_screenwidth(), root.winfo_screenheight() - parts.px(_UNDER_WINDOWS))
