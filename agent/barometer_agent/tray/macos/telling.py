"""The card on which somebody tells IT something without being asked: words, a face if they like, and who sees it."""

from barometer_agent.language import Say
from barometer_agent.tray.macos.asking import ESCAPE, RETURN, SEND, SHARE, WORDS
from barometer_agent.tray.macos.card import Card, Field, Line, Pick, Press, Tick
from barometer_agent.tray.macos.thanking import CONTACT

MOOD = "mood"
CANCEL = "cancel"
_LINES = 4


def tell_card(say: Say) -> Card:
    """It stays until somebody sends it or closes it."""
    mood = say("tell.mood")
    faces = tuple((str(score), say(f"scale.faces.{score}")) for score in range(1, 6))
    ticked = (SHARE, say("tell.who_shared")), (CONTACT, say("tell.who_contact"))
    return Card(
        title=say("tell.what"),
        text="",
        views=(
            Field(WORDS, say("tell.what"), _LINES),
            Line(mood),
            Pick(MOOD, mood, (("", "–"), *faces)),
            Tick(SHARE, say("prompt.share")),
            Tick(CONTACT, say("prompt.contact"), needs=SHARE),
            Line(say("tell.who"), ticked),
        ),
        exits=(Press(SEND, say("prompt.send"), key=RETURN), Press(CANCEL, say("tell.cancel"), key=ESCAPE)),
    )
