"""The window in which somebody tells IT something unasked: words, a face if they like, and who may see it."""

import tkinter as tk
from collections.abc import Callable

import msgspec

from barometer_agent.language import Say
from barometer_agent.link.messages import TellIt
from barometer_agent.tray.course import MOST_WORDS, UNDO_SECONDS
from barometer_agent.tray.face_row import FaceRow
from barometer_agent.tray.shell import Shell, opened
from barometer_agent.tray.surroundings import Surroundings, of_this_desktop
from barometer_agent.tray.ways_out import Way, ways_out
from barometer_agent.tray.writing import Writing

FORGOTTEN_SECONDS = 600  # an empty window that nobody touches goes; one with words in it stays
_LINES = 5

# Sends it, and returns why that was not possible; nothing when it was.
Send = Callable[[TellIt], str]


def show(say: Say, language: str, send: Send, around: Surroundings | None = None) -> bool:
    """Let somebody tell something, and wait for the end; whether it was sent. Raises NoWindowError."""
    root = opened()
    window = Telling(root, say, language, send, around or of_this_desktop())
    window.open()
    root.mainloop()
    return window.sent


class Telling:
    """One such window in ``root``; ``sent`` once it was sent."""

    def __init__(self, root: tk.Tk, say: Say, language: str, send: Send, around: Surroundings) -> None:
        self.sent = False
        self._say = say
        self._send = send
        self._told = TellIt("", language=language)
        self._shell = Shell(root, around, say("tell.title"), self._close)
        self._share = tk.BooleanVar(root, value=False)
        self._contact = tk.BooleanVar(root, value=False)
        self._field: Writing
        self._faces: FaceRow
        self._who: tk.Label
        self._trouble: tk.Label

    def open(self) -> None:
        """Show it, with the cursor where one writes."""
        self._shell.draw(self._page)
        self._shell.wait(FORGOTTEN_SECONDS, self._forgotten)
        self._shell.show(offered=False)
        self._field.text.focus_set()

    def _page(self, frame: tk.Frame) -> None:
        parts, say = self._shell.parts, self._say
        parts.label(frame, say("tell.what"), "question").pack(anchor="w", pady=parts.space(0, 10))
        self._field = Writing(parts, frame, say, MOST_WORDS, lines=_LINES)
        self._field.text.insert("1.0", self._told.text)
        self._field.text.bind("<Control-Return>", self._sent_by_key)
        parts.label(frame, say("tell.mood"), "quiet").pack(anchor="w", pady=parts.space(12, 6))
        self._faces = FaceRow(parts, frame, say, self._felt)
        parts.tick(frame, say("prompt.share"), self._share, self._shared).pack(anchor="w", pady=parts.space(10, 0))
        parts.tick(frame, say("prompt.contact"), self._contact, self._contacted).pack(
            anchor="w", pady=parts.space(4, 8)
        )
        self._who = parts.label(frame, self._seen_by(), "small")
        self._who.pack(anchor="w")
        self._trouble = parts.label(frame, "", "plain")
        ways = (Way(say("tell.cancel"), self._close), Way(say("prompt.send"), self._sending, is_main=True))
        ways_out(parts, frame, self._shell.side, ways).pack(fill="x", pady=parts.space(12, 0))

    def _thanks(self, frame: tk.Frame) -> None:
        parts = self._shell.parts
        parts.label(frame, self._say("tell.thanks"), "question").pack(anchor="w")
        done = Way(self._say("prompt.done"), self._close, is_main=True)
        ways_out(parts, frame, self._shell.side, (done,)).pack(fill="x", pady=parts.space(14, 0))

    def _felt(self, score: int) -> None:
        """A face, or when it was chosen before none."""
        mood = None if self._told.mood == score else score
        self._told = msgspec.structs.replace(self._told, mood=mood)
        self._faces.mark(mood)

    def _shared(self) -> None:
        self._ticked(share=self._share.get(), contact=self._share.get() and self._contact.get())

    def _contacted(self) -> None:
        self._ticked(share=self._contact.get() or self._share.get(), contact=self._contact.get())

    def _ticked(self, *, share: bool, contact: bool) -> None:
        self._told = msgspec.structs.replace(self._told, share=share, contact=contact)
        self._share.set(share)
        self._contact.set(contact)
        self._who.configure(text=self._seen_by())
        self._shell.place()

    def _seen_by(self) -> str:
        if self._told.contact:
            return self._say("tell.who_contact")
        return self._say("tell.who_shared" if self._told.share else "tell.who")

    def _sent_by_key(self, _event: object) -> str:
        self._sending()
        return "break"  # no line of its own

    def _sending(self) -> None:
        words = self._field.words.strip()
        if words:
            self._told = msgspec.structs.replace(self._told, text=words)
            reason = self._send(self._told)
            if reason:
                self._trouble.configure(text=self._say("tell.not_sent", reason=reason))
                self._trouble.pack(anchor="w", pady=self._shell.parts.space(8, 0), after=self._who)
                self._shell.place()
            else:
                self.sent = True
                self._shell.draw(self._thanks)
                self._shell.wait(UNDO_SECONDS, self._close)
        else:
            self._field.text.focus_set()

    def _forgotten(self) -> None:
        if not self._field.words.strip():
            self._close()

    def _close(self) -> None:
        self._shell.close()
