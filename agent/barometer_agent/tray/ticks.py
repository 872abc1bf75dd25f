"""What a person can tick about an answer, and what that means for who sees it: both always say the same."""

import tkinter as tk
from collections.abc import Callable

from barometer_agent.language import Say
from barometer_agent.seeing import seen_by
from barometer_agent.tray.course import Course
from barometer_agent.tray.parts import Parts


class Ticks:
    """Ticks in ``frame``; ``keep`` is given the course that follows from each, ``course`` tells the one that holds."""

    def __init__(
        self,
        parts: Parts,
        frame: tk.Frame,
        say: Say,
        language: str,
        course: Callable[[], Course],
        keep: Callable[[Course], None],
    ) -> None:
        self._parts = parts
        self._frame = frame
        self._say = say
        self._language = language
        self._course = course
        self._keep = keep
        self._share = tk.BooleanVar(frame, value=course().share)
        self._contact = tk.BooleanVar(frame, value=course().contact)
        self._who: tk.Label | None = None

    def share(self) -> tk.Checkbutton:
        """IT may see this with my laptop."""
        return self._parts.tick(
            self._frame,
            self._say("prompt.share"),
            self._share,
            lambda: self._ticked(self._course().shared(share=self._share.get())),
        )

    def contact(self) -> tk.Checkbutton:
        """IT may contact me about this."""
        return self._parts.tick(
            self._frame,
            self._say("prompt.contact"),
            self._contact,
            lambda: self._ticked(self._course().contacted(contact=self._contact.get())),
        )

    def who(self) -> tk.Label:
        """Who will see the answer as it is ticked now."""
        self._who = self._parts.label(self._frame, self._seen_by(self._course()), "small")
        return self._who

    def _ticked(self, course: Course) -> None:
        self._share.set(course.share)
        self._contact.set(course.contact)
        if self._who is not None:
            self._who.configure(text=self._seen_by(course))
        self._keep(course)

    def _seen_by(self, course: Course) -> str:
        return seen_by(course.asked, course.share, self._say, self._language)
