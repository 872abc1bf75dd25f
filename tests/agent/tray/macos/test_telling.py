"""The card on which somebody tells IT something without being asked."""

import pytest

from barometer_agent.language import speaker
from barometer_agent.tray.macos.asking import SEND, SHARE, WORDS
from barometer_agent.tray.macos.card import Field, Line, Pick, Tick
from barometer_agent.tray.macos.telling import CANCEL, MOOD, tell_card
from barometer_agent.tray.macos.thanking import CONTACT


@pytest.mark.parametrize("code", ["en", "nl"])
def test_words_come_first_a_face_is_free_and_who_sees_it_follows_the_ticks(code: str) -> None:
    say = speaker(code)
    words, _mood, faces, share, contact, seen = tell_card(say).views
    assert words == Field(WORDS, say("tell.what"), 4)
    assert isinstance(faces, Pick)
    assert (faces.id, faces.name) == (MOOD, say("tell.mood"))
    assert [value for value, _label in faces.options] == ["", "1", "2", "3", "4", "5"]
    assert faces.options[5][1] == say("scale.faces.5")
    assert share == Tick(SHARE, say("prompt.share"))
    assert contact == Tick(CONTACT, say("prompt.contact"), needs=SHARE)
    assert isinstance(seen, Line)
    told = [seen.now(ticked) for ticked in ((), {SHARE}, {SHARE, CONTACT})]
    assert told == [say(f"tell.{text}") for text in ("who", "who_shared", "who_contact")]


def test_nothing_goes_by_itself_and_escape_leaves_it() -> None:
    card = tell_card(speaker("en"))
    assert (card.closes_after, card.takes_focus) == (None, True)
    assert [(press.gives, press.key) for press in card.exits] == [(SEND, "\r"), (CANCEL, "\x1b")]
