"""The alert of a question: what ``tray.window`` is to other systems."""

from random import Random
from typing import Any

from barometer_agent.language import Say
from barometer_agent.spool.prompts import Outcome
from barometer_agent.tray.answering import Given
from barometer_agent.tray.host import NoDesktopError
from barometer_agent.tray.macos import alert, application
from barometer_agent.tray.macos.card import Card, Closed
from barometer_agent.tray.macos.conversation import hold
from barometer_shared.questions import OpenQuestion

NoDisplayError = NoDesktopError


def show(asked: OpenQuestion, say: Say, language: str, *, offered: bool = False) -> Given | Outcome:
    """Ask, and wait for the end: an answer, or how it ended without one. Raises NoDisplayError.

    ``offered``: it came by itself, so it takes no focus and goes again when nobody answers.
    """
    kit = application.loaded()
    application.dies_at_once()
    return ask(kit, asked, say, language, offered=offered)


def ask(kit: Any, asked: OpenQuestion, say: Say, language: str, *, offered: bool) -> Given | Outcome:
    """The same with AppKit as ``kit``."""
    application.need_screen(kit)
    application.begun(kit)

    def shown(card: Card) -> Closed:
        return alert.show(kit, card)

    return hold(asked, shown, say, language, Random(), offered=offered)  # noqa: S311 - fairness, no secret
