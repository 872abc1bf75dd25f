"""The small window that asks one question, and goes.

One click or one key answers; then it says thank you, takes a word more if there is one, and closes by itself.
It lives in a process of its own and only as long as it is shown.
"""

import tkinter as tk

from barometer_agent.language import Say, choose
from barometer_agent.spool.prompts import Outcome
from barometer_agent.tray.answering import Given
from barometer_agent.tray.choices import Choices
from barometer_agent.tray.drawing import box, hexadecimal
from barometer_agent.tray.look import LIGHT, Look
from barometer_agent.tray.parts import Parts
from barometer_shared.questions import NoOpinion, OpenQuestion, Response

THANKS_MS = 10_000
UNANSWERED_MS = 60_000
_FROM_EDGE = 16
_FROM_BOTTOM = 56  # above the usual panel


class NoDisplayError(Exception):
    """There is no desktop to show a window on."""


def show(asked: OpenQuestion, say: Say, language: str, *, offered: bool = False) -> Given | Outcome:
    """Ask, and wait for the end: an answer, or how it ended without one. Raises NoDisplayError.

    ``offered``: it came by itself, so it takes no focus and goes again when nobody answers.
    """
    try:
        root = tk.Tk(className="Barometer")
    except tk.TclError as error:
        raise NoDisplayError(str(error)) from error
    try:
        window = Window(root, asked, say, language, LIGHT)
        window.open(offered=offered)
        root.mainloop()
        return window.ended
    finally:
        if window_exists(root):
            root.destroy()


def window_exists(root: tk.Tk) -> bool:
    """Whether it was not destroyed yet."""
    try:
        return bool(root.winfo_exists())
    except tk.TclError:
        return False


class Window:
    """One question in ``root``. ``ended`` holds how it ended; until an answer is given, that is not now."""

    def __init__(self, root: tk.Tk, asked: OpenQuestion, say: Say, language: str, look: Look) -> None:
        self._root = root
        self._asked = asked
        self._say = say
        self._language = language
        self._parts = Parts(root, look)
        self._share = tk.BooleanVar(root, value=False)
        self._who: tk.Label
        self._comment: tk.Entry | None = None
        self._response: Response | None = None
        self._timer = ""
        self.ended: Given | Outcome = Outcome.NOT_NOW

    def open(self, *, offered: bool) -> None:
        """Show the question in the lower right corner."""
        root = self._root
        root.title(self._say("prompt.title"))
        root.configure(background=hexadecimal(self._parts.look.ground))
        root.resizable(width=False, height=False)
        root.attributes("-topmost", True)
        root.protocol("WM_DELETE_WINDOW", self._close)
        root.bind("<Escape>", lambda _event: self._close())
        self._question()
        if offered:
            self._timer = root.after(UNANSWERED_MS, self._nobody)
        else:
            root.after(50, root.focus_force)

    def _question(self) -> None:
        """Who asks, the question, how to answer, who will see it, and the ways out, in that order."""
        self._stop_timer()
        self._response = None
        self._comment = None
        frame = self._parts.fresh()
        asker = self._say("prompt.asks", asker=choose(self._asked.asker, self._language))
        self._parts.label(frame, asker, "quiet").pack(anchor="w")
        self._parts.label(frame, choose(self._asked.question.text, self._language), "question").pack(
            anchor="w", pady=self._parts.space(4, 14)
        )
        Choices(self._parts, frame, self._say, self._language, self._answered).show(self._asked.question)
        self._tick(frame).pack(anchor="w", pady=self._parts.space(14, 8))
        self._who = self._parts.label(frame, self._seen_by(), "small")
        self._who.pack(anchor="w")
        why = self._say("prompt.why", why=choose(self._asked.why, self._language))
        self._parts.label(frame, why, "small").pack(anchor="w", pady=self._parts.space(2, 0))
        self._exits(frame).pack(fill="x", pady=self._parts.space(12, 0))
        self._place()

    def _tick(self, frame: tk.Frame) -> tk.Checkbutton:
        look, size = self._parts.look, self._parts.px(18)
        empty = self._parts.image(box(size, look.quiet, look.ground, look.ground, None))
        ticked = self._parts.image(box(size, look.accent, look.accent, look.ground, look.ground))
        made = self._parts.checkbutton(frame, f"  {self._say('prompt.share')}", self._share, empty, ticked)
        made.configure(command=self._ticked)
        return made

    def _ticked(self) -> None:
        self._who.configure(text=self._seen_by())
        self._place()

    def _seen_by(self) -> str:
        if self._share.get():
            return self._say("prompt.who_shared")
        return self._say("prompt.who", needed=self._asked.needed)

    def _exits(self, frame: tk.Frame) -> tk.Frame:
        row = self._parts.row(frame)
        self._parts.button(row, self._say("prompt.not_now"), self._close).pack(side="right")
        self._parts.button(row, self._say("prompt.no_opinion"), lambda: self._answered(NoOpinion())).pack(
            side="right", padx=self._parts.space(0, 8)
        )
        return row

    def _answered(self, response: Response) -> None:
        """Thank, and take back for a while; the answer goes when the window does."""
        self._response = response
        self._stop_timer()
        frame = self._parts.fresh()
        self._parts.label(frame, self._say("prompt.thanks"), "question").pack(anchor="w")
        self._parts.label(frame, self._say("prompt.comment"), "quiet").pack(anchor="w", pady=self._parts.space(12, 4))
        self._comment = self._parts.entry(frame)
        self._comment.pack(fill="x", ipady=self._parts.px(5))
        self._comment.bind("<Key>", lambda _event: self._stop_timer())
        self._comment.bind("<Return>", lambda _event: self._finish())
        row = self._parts.row(frame)
        self._parts.button(row, self._say("prompt.done"), self._finish, main=True).pack(side="right")
        self._parts.button(row, self._say("prompt.undo"), self._question).pack(
            side="right", padx=self._parts.space(0, 8)
        )
        row.pack(fill="x", pady=self._parts.space(14, 0))
        self._place()
        self._comment.focus_set()
        self._timer = self._root.after(THANKS_MS, self._finish)

    def _finish(self) -> None:
        if self._response is not None:
            comment = self._comment.get().strip() if self._comment is not None else ""
            self.ended = Given(self._response, bool(self._share.get()), comment)
        self._root.destroy()

    def _close(self) -> None:
        """Not now; after an answer it is the answer that counts."""
        self._finish()

    def _nobody(self) -> None:
        self.ended = Outcome.UNANSWERED
        self._root.destroy()

    def _stop_timer(self) -> None:
        if self._timer:
            self._root.after_cancel(self._timer)
            self._timer = ""

    def _place(self) -> None:
        """In the lower right corner, where the eye is not."""
        root = self._root
        root.update_idletasks()
        width, height = root.winfo_reqwidth(), root.winfo_reqheight()
        x = root.winfo_screenwidth() - width - self._parts.px(_FROM_EDGE)
        y = root.winfo_screenheight() - height - self._parts.px(_FROM_BOTTOM)
        root.geometry(f"{width}x{height}+{max(0, x)}+{max(0, y)}")
