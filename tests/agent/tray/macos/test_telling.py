"""Telling IT something without being asked."""

import pytest

from barometer_agent.language import Say, speaker
from barometer_agent.link.messages import TellIt
from barometer_agent.tray.host import NoDesktopError
from barometer_agent.tray.macos.asking import SEND, SHARE, WORDS
from barometer_agent.tray.macos.card import Field, Line, Pick, Tick
from barometer_agent.tray.macos.telling import CANCEL, MOOD, tell, tell_card
from barometer_agent.tray.macos.thanking import CONTACT
from tests.agent.tray.macos.appkit import Kit, Step


class Service:
    """Takes what is told, once it has refused it for each of these reasons."""

    def __init__(self, *reasons: str) -> None:
        self.reasons = list(reasons)
        self.told: list[TellIt] = []

    def __call__(self, told: TellIt) -> str:
        self.told.append(told)
        return self.reasons.pop(0) if self.reasons else ""


def sent(kit: Kit, service: Service) -> bool:
    return tell(kit, speaker("nl"), "nl", service)


def writing(words: str, *steps: Step) -> Kit:
    return Kit(lambda person: person.write(words), *steps)


@pytest.mark.parametrize("code", ["en", "nl"])
def test_words_come_first_a_face_is_free_and_who_sees_it_follows_the_ticks(code: str) -> None:
    say = speaker(code)
    words, _mood, faces, share, contact, seen = tell_card(TellIt(""), "", say).views
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


def test_return_sends_and_escape_leaves_it(say: Say) -> None:
    exits = tell_card(TellIt(""), "", say).exits
    assert [(press.gives, press.key) for press in exits] == [(SEND, "\r"), (CANCEL, "\x1b")]


def test_words_are_sent_without_a_face_and_without_the_laptop_unless_that_is_chosen() -> None:
    service = Service()
    kit = writing(" Traag. ", lambda person: person.key("\r"))
    assert sent(kit, service)
    assert service.told == [TellIt("Traag.", language="nl")]
    assert [alert.held["messageText"] for alert in kit.alerts][1] == "Dank je wel. Het is onderweg naar IT."


def test_a_face_and_being_contacted_go_along_and_that_means_that_it_is_shared() -> None:
    service = Service()
    contact = "IT mag hierover contact met me opnemen"
    kit = writing(
        "Fijn",
        lambda person: person.choose("Heel goed"),
        lambda person: person.click(contact),
        lambda person: person.key("\r"),
    )
    assert sent(kit, service)
    assert service.told == [TellIt("Fijn", 5, True, True, "nl")]


def test_what_could_not_be_sent_stays_with_the_reason_and_can_be_sent_again() -> None:
    service = Service("te vaak")
    kit = writing("Traag", *[lambda person: person.click("Versturen")] * 2)
    assert sent(kit, service)
    assert service.told == [TellIt("Traag", language="nl")] * 2
    assert kit.alerts[1].held["informativeText"] == "Dit kon niet verstuurd worden: te vaak"


def test_nothing_written_is_nothing_sent_and_asked_again() -> None:
    service = Service()
    kit = Kit(lambda person: person.click("Versturen"), lambda person: person.click("Annuleren"))
    assert not sent(kit, service)
    assert (service.told, len(kit.alerts)) == ([], 2)


def test_one_that_nobody_touches_goes_and_one_with_words_stays() -> None:
    kit = Kit()
    assert not sent(kit, Service())
    assert kit.seconds == 600
    with pytest.raises(AssertionError, match="stays for ever"):
        sent(writing("Traag"), Service())


def test_without_a_desktop_it_says_so(say: Say) -> None:
    kit = Kit()
    kit.screen = None
    with pytest.raises(NoDesktopError):
        sent(kit, Service())


def test_it_stands_on_the_side_of_the_hand() -> None:
    kit = writing("Traag", lambda person: person.key("\r"))
    assert tell(kit, speaker("nl"), "nl", Service(), left=True)
    assert [alert.window().held["frameOrigin"][0] for alert in kit.alerts] == [16, 16]
