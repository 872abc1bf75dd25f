"""The alert of a question: what ``tray.window`` is to other systems."""

from collections.abc import Callable
from random import SystemRandom
from typing import Any

from barometer_agent.language import Say
from barometer_agent.spool.prompts import Outcome
from barometer_agent.tray.answering import Given
from barometer_agent.tray.macos import alert, application
from barometer_agent.tray.macos.card import Card, Closed
from barometer_agent.tray.macos.conversation import End, hold
from barometer_agent.tray.macos.target import Hears, target
from barometer_shared.questions import OpenQuestion

Leave = Callable[[End], None]


def show(
    asked: OpenQuestion,
    say: Say,
    language: str,
    *,
    offered: bool = False,
    left: bool = False,
    leave: Leave = lambda _end: None,
) -> End:
    """Ask, and wait for the end: an answer, or how it ended without one. Raises NoDesktopError.

    ``offered``: it came by itself, so it takes no focus and goes again when nobody answers. ``left``: it stands in the
    left corner. ``leave`` hears what it has come to when the session ends before: nothing is returned then.
    """
    kit = application.loaded()
    application.dies_at_once()
    return ask(kit, asked, say, language, offered=offered, left=left, leave=leave)


def ask(kit: Any, asked: OpenQuestion, say: Say, language: str, *, offered: bool, left: bool, leave: Leave) -> End:
    """The same with AppKit as ``kit``."""
    application.need_screen(kit)
    application.begun(kit)
    asking = Asking(leave)
    held = target(kit, asking)
    application.at_the_end(kit, held)

    def shown(card: Card) -> Closed:
        return alert.show(kit, card, left=left)

    for end in hold(asked, shown, say, language, SystemRandom(), offered=offered):
        asking.end = end
    return asking.end


class Asking(Hears):
    """What a question has come to so far. One that nobody answered before the session ended is unanswered."""

    def __init__(self, leave: Leave) -> None:
        self._leave = leave
        self.end: End = Outcome.UNANSWERED

    def ending(self) -> None:
        """Hand in what there is."""
        self._leave(self.end if isinstance(self.end, Given) else Outcome.UNANSWERED)
