"""Telling IT something in the browser."""

import re
import threading

import httpx
import pytest

from barometer_agent.language import speaker
from barometer_agent.link.messages import TellIt
from barometer_agent.tray import telling_form
from barometer_agent.tray.keeper import NoWindowError
from barometer_agent.tray.local_form import LocalForm
from barometer_agent.tray.telling_form import TellingForm, given, show

DOCK = "The dock fails every morning."


class Room:
    """The form, and what was sent from it; ``refusal`` is why nothing more can be."""

    def __init__(self) -> None:
        self.sent: list[TellIt] = []
        self.refusal = ""
        with LocalForm() as form:
            self.form = TellingForm(form, speaker("en"), "en", "today", self.send)

    def send(self, told: TellIt) -> str:
        if not self.refusal:
            self.sent.append(told)
        return self.refusal


@pytest.fixture
def room() -> Room:
    return Room()


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"words": f" {DOCK} "}, TellIt(DOCK, language="en")),
        ({"words": DOCK, "mood": "2"}, TellIt(DOCK, 2, language="en")),
        ({"words": DOCK, "mood": "6"}, TellIt(DOCK, language="en")),
        ({"words": DOCK, "share": "yes"}, TellIt(DOCK, share=True, language="en")),
        ({"words": DOCK, "contact": "yes"}, TellIt(DOCK, share=True, contact=True, language="en")),
        ({"words": "x" * 3000}, TellIt("x" * 2000, language="en")),
    ],
)
def test_what_was_filled_in_is_what_is_told(room: Room, fields: dict[str, str], told: TellIt) -> None:
    assert given(fields, "en") == told
    reply = room.form.hear({"do": "send", **fields})
    assert (room.sent, reply.is_last, room.form.sent) == ([told], True, True)


def test_who_sees_it_stands_before_the_words() -> None:
    page = Room().form.page(TellIt("", language="en"))
    assert page.index("Who sees this? IT reads what you write") < page.index("<textarea")


def test_what_could_not_be_sent_is_there_again_and_says_why(room: Room) -> None:
    room.refusal = "not now"
    reply = room.form.hear({"do": "send", "words": DOCK, "mood": "2", "contact": "yes"})
    assert not reply.is_last
    assert "This could not be sent: not now" in reply.page
    assert f">{DOCK}</textarea>" in reply.page
    assert reply.page.count(" checked") == 3


def test_nothing_is_not_sent(room: Room) -> None:
    assert not room.form.hear({"do": "send", "words": "  "}).is_last
    reply = room.form.hear({"do": "cancel", "words": DOCK})
    assert (reply.is_last, room.sent, room.form.sent) == (True, [], False)
    assert "Nothing was sent." in reply.page


def test_a_browser_sends_it(room: Room) -> None:
    def browse(page: str) -> bool:
        (address,) = re.findall(r'action="([^"]+)"', page)
        threading.Thread(target=post, args=(address,)).start()
        return True

    assert show(speaker("en"), "en", "today", browse, room.send)
    assert room.sent == [TellIt(DOCK, language="en")]


def post(address: str) -> None:
    httpx.post(address, data={"do": "send", "words": DOCK}, trust_env=False, timeout=10)


def test_nobody_there_sends_nothing(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling_form, "PATIENCE_SECONDS", 0.01)
    assert not show(speaker("en"), "en", "today", lambda _page: True, room.send)


def test_without_a_browser_it_says_so(room: Room) -> None:
    with pytest.raises(NoWindowError, match="no browser"):
        show(speaker("en"), "en", "today", lambda _page: False, room.send)
