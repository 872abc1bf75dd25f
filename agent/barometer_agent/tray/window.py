"""The small window that asks one question, and goes.

One click or one key answers; then it asks what that is about where there is more to ask, says thank you, takes a word
more if there is one, and closes by itself. It lives in a process of its own and only as long as it is shown.
"""

import tkinter as tk
from collections.abc import Callable
from random import Random, SystemRandom

from barometer_agent.language import Say
from barometer_agent.spool.prompts import Outcome
from barometer_agent.tray.answering import Given
from barometer_agent.tray.course import Course, Stage
from barometer_agent.tray.pages import Pages, Steps
from barometer_agent.tray.shell import Shell, opened
from barometer_agent.tray.surroundings import Surroundings, of_this_desktop
from barometer_shared.questions import OpenQuestion

Told = Callable[[Given | Outcome], None]


def show(
    asked: OpenQuestion,
    say: Say,
    language: str,
    *,
    offered: bool = False,
    around: Surroundings | None = None,
    told: Told = lambda _end: None,
) -> Given | Outcome:
    """Ask, and wait for the end: an answer, or how it ended without one. Raises NoWindowError.

    ``offered``: it came by itself, so it takes no focus. ``told`` hears at every step what it would come to.
    """
    root = opened()
    try:
        window = Window(root, asked, say, language, around or of_this_desktop(), told)
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
    """One question in ``root``. ``ended`` is what it has come to; until an answer is given, that is not now."""

    def __init__(
        self,
        root: tk.Tk,
        asked: OpenQuestion,
        say: Say,
        language: str,
        around: Surroundings,
        told: Told = lambda _end: None,
        chance: Random | None = None,
    ) -> None:
        self._course = Course(asked)
        self._told = told
        self._shell = Shell(root, around, say("prompt.title"), self._close)
        steps = Steps(lambda: self._course, self._go, self._keep)
        self._pages = Pages(self._shell.parts, say, language, steps, around.side, chance or SystemRandom())

    @property
    def ended(self) -> Given | Outcome:
        """What it has come to."""
        return self._course.end

    def open(self, *, offered: bool) -> None:
        """Show the question in its corner."""
        self._draw()
        self._shell.show(offered=offered)

    def _go(self, course: Course) -> None:
        self._hold(course)
        if course.stage is Stage.ENDED:
            self._shell.close()
        else:
            self._draw()

    def _keep(self, course: Course) -> None:
        """The same page, on which somebody ticked or wrote something."""
        self._hold(course)
        self._shell.place()
        self._shell.wait(course.patience_seconds, self._wait_no_longer)

    def _hold(self, course: Course) -> None:
        self._course = course
        self._told(course.end)

    def _draw(self) -> None:
        pages = {
            Stage.QUESTION: self._pages.question,
            Stage.ABOUT: self._pages.about,
            Stage.THANKS: self._pages.thanks,
        }
        self._shell.draw(pages[self._course.stage])
        self._shell.wait(self._course.patience_seconds, self._wait_no_longer)

    def _close(self) -> None:
        """Not now; after an answer it is the answer that counts."""
        self._go(self._course.closed())

    def _wait_no_longer(self) -> None:
        self._go(self._course.waited())
