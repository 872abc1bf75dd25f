"""Telling IT something without being asked, in an alert: what ``tray.telling`` is to other systems."""

from collections.abc import Callable
from typing import Any

from barometer_agent.language import Say
from barometer_agent.link.messages import TellIt
from barometer_agent.tray.course import MOST_WORDS, UNDO_SECONDS
from barometer_agent.tray.macos import alert, application
from barometer_agent.tray.macos.asking import ESCAPE, RETURN, SEND, SHARE, WORDS
from barometer_agent.tray.macos.card import Card, Closed, Field, Line, Pick, Press, Tick
from barometer_agent.tray.macos.thanking import CONTACT

FORGOTTEN_SECONDS = 600  # one that nobody touches goes
MOOD = "mood"
CANCEL = "cancel"
_LINES = 4

# Sends it, and returns why that was not possible; nothing when it was.
Send = Callable[[TellIt], str]


def show(say: Say, language: str, send: Send, *, left: bool = False) -> bool:
    """Let somebody tell something, and wait for the end; whether it was sent. Raises NoDesktopError.

    ``left``: it stands in the left corner.
    """
    kit = application.loaded()
    application.dies_at_once()
    return tell(kit, say, language, send, left=left)


def tell(kit: Any, say: Say, language: str, send: Send, *, left: bool = False) -> bool:
    """The same with AppKit as ``kit``. What could not be sent stays where it was written, with the reason."""
    application.need_screen(kit)
    application.begun(kit)
    told, trouble = TellIt("", language=language), ""
    while True:
        closed = alert.show(kit, tell_card(told, trouble, say), left=left)
        told, trouble = told_of(closed, language), ""
        if closed.gave != SEND:
            return False
        if told.text:
            reason = send(told)
            if not reason:
                thanks = Card(say("tell.thanks"), "", closes_after=UNDO_SECONDS, takes_focus=False)
                alert.show(kit, thanks, left=left)
                return True
            trouble = say("tell.not_sent", reason=reason)


def tell_card(told: TellIt, trouble: str, say: Say) -> Card:
    """Words, a face if they like, and who sees it; as ``told`` so far, and with the ``trouble`` there was with it."""
    mood = say("tell.mood")
    faces = tuple((str(score), say(f"scale.faces.{score}")) for score in range(1, 6))
    ticked = (SHARE, say("tell.who_shared")), (CONTACT, say("tell.who_contact"))
    return Card(
        title=say("tell.what"),
        text=trouble,
        views=(
            Field(WORDS, say("tell.what"), _LINES, told.text),
            Line(mood),
            Pick(MOOD, mood, (("", "–"), *faces), str(told.mood or "")),
            Tick(SHARE, say("prompt.share"), on=told.share),
            Tick(CONTACT, say("prompt.contact"), needs=SHARE, on=told.contact),
            Line(say("tell.who"), ticked),
        ),
        exits=(Press(SEND, say("prompt.send"), key=RETURN), Press(CANCEL, say("tell.cancel"), key=ESCAPE)),
        closes_after=FORGOTTEN_SECONDS,
    )


def told_of(closed: Closed, language: str) -> TellIt:
    """What stood on the card when it was closed."""
    mood = closed.words.get(MOOD, "")
    return TellIt(
        closed.words.get(WORDS, "").strip()[:MOST_WORDS],
        int(mood) if mood else None,
        SHARE in closed.ticked,
        CONTACT in closed.ticked,
        language,
    )
