"""A field of some lines that takes no more than so many characters, and says so when that comes near."""

import tkinter as tk
from collections.abc import Callable

from barometer_agent.language import Say
from barometer_agent.tray.parts import Parts

_NEAR = 100


class Writing:
    """Some lines in ``frame`` for at most ``most`` characters; ``changed`` is called whenever they change."""

    def __init__(
        self,
        parts: Parts,
        frame: tk.Frame,
        say: Say,
        most: int,
        changed: Callable[[], None] = lambda: None,
        lines: int = 4,
    ) -> None:
        self._say = say
        self._most = most
        self._changed = changed
        self.text = parts.text(frame, lines)
        self.text.pack(fill="x")
        self._left = parts.label(frame, "", "small")
        self._pad = parts.px(2)
        self.text.bind("<<Modified>>", self._modified)

    @property
    def words(self) -> str:
        """What stands there, without the line that Tk adds."""
        return self.text.get("1.0", "end-1c")

    def _modified(self, _event: "tk.Event[tk.Text]") -> None:
        if not self.text.edit_modified():
            return
        if len(self.words) > self._most:
            self.text.delete(f"1.0 + {self._most} chars", "end")
        left = self._most - len(self.words)
        self._left.configure(text=self._say("prompt.words_left", count=left) if left <= _NEAR else "")
        if left <= _NEAR:
            self._left.pack(anchor="e", after=self.text)
        else:
            self._left.pack_forget()
        self.text.edit_modified(False)
        self._changed()
