"""The window in which somebody tells IT something."""

import tkinter as tk
from collections.abc import Callable

import pytest

from barometer_agent.language import speaker
from barometer_agent.link.messages import TellIt
from barometer_agent.sources.screen import Area
from barometer_agent.tray import telling
from barometer_agent.tray.surroundings import Surroundings
from barometer_agent.tray.telling import Telling

pytestmark = pytest.mark.desktop

DOCK = "The dock fails every morning."


class Room:
    """The window, and what was sent from it; ``refusal`` is why nothing more can be."""

    def __init__(self, root: tk.Tk, code: str = "en", around: Surroundings | None = None) -> None:
        self.root = root
        self.sent: list[TellIt] = []
        self.refusal = ""
        self.window = Telling(root, speaker(code), code, self.send, around or Surroundings())
        self.window.open()
        root.update()

    def send(self, told: TellIt) -> str:
        if not self.refusal:
            self.sent.append(told)
        return self.refusal

    def everything(self, widget: tk.Misc | None = None) -> list[tk.Misc]:
        widget = widget or self.root
        return [widget, *(one for child in widget.winfo_children() for one in self.everything(child))]

    def texts(self) -> str:
        return "\n".join(str(each["text"]) for each in self.everything() if isinstance(each, tk.Label))

    def write(self, words: str) -> None:
        (field,) = [each for each in self.everything() if isinstance(each, tk.Text)]
        field.insert("end", words)
        self.root.update()

    def click(self, text: str) -> None:
        for each in self.everything():
            if isinstance(each, tk.Button | tk.Checkbutton) and str(each["text"]).strip() == text:
                each.invoke()
                return
        raise AssertionError(text)


@pytest.fixture
def room(root: tk.Tk) -> Room:
    return Room(root)


def test_words_alone_are_told_without_name_or_laptop(room: Room) -> None:
    assert "IT reads what you write, without your name or laptop" in room.texts()
    room.write(f"  {DOCK}\n")
    room.click("Send")
    assert room.sent == [TellIt(DOCK, language="en")]
    assert "Thank you. It is on its way to IT." in room.texts()
    assert room.window.sent


def test_a_face_may_come_along_and_may_be_taken_back(room: Room) -> None:
    room.write(DOCK)
    room.click("Good")
    room.click("Bad")
    room.click("Send")
    assert room.sent == [TellIt(DOCK, 2, language="en")]


def test_the_same_face_twice_is_none(room: Room) -> None:
    room.write(DOCK)
    room.click("Good")
    room.click("Good")
    room.click("Send")
    assert room.sent == [TellIt(DOCK, language="en")]


def test_who_will_see_it_follows_the_ticks(room: Room) -> None:
    room.write(DOCK)
    room.click("IT may contact me about this")
    assert "with your laptop, and may contact you about it" in room.texts()
    room.root.update()
    assert room.root.winfo_height() == room.root.winfo_reqheight()  # two lines, where it was one
    room.click("Send")
    assert room.sent == [TellIt(DOCK, share=True, contact=True, language="en")]


def test_whoever_no_longer_shares_is_not_contacted(room: Room) -> None:
    room.write(DOCK)
    room.click("IT may contact me about this")
    room.click("IT may see this with my laptop")
    room.click("Send")
    assert room.sent == [TellIt(DOCK, language="en")]


def test_nothing_written_is_not_sent(room: Room) -> None:
    room.click("Send")
    assert room.sent == []
    assert not room.window.sent


def test_what_could_not_be_sent_says_why_and_stays(room: Room) -> None:
    room.refusal = "not now"
    room.write(DOCK)
    room.click("Send")
    assert "This could not be sent: not now" in room.texts()
    room.refusal = ""
    room.click("Send")
    assert room.sent == [TellIt(DOCK, language="en")]


def test_escape_sends_nothing(room: Room, press: Callable[[str], None]) -> None:
    room.write(DOCK)
    press("Escape")
    assert room.sent == []


def test_an_empty_window_that_nobody_touches_goes_and_one_with_words_stays(
    root: tk.Tk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telling, "FORGOTTEN_SECONDS", 3600)
    room = Room(root)
    room.write(DOCK)
    room.window._forgotten()
    assert root.winfo_exists()
    room.everything()[0].update()
    (field,) = [each for each in room.everything() if isinstance(each, tk.Text)]
    field.delete("1.0", "end")
    room.window._forgotten()
    with pytest.raises(tk.TclError):
        root.winfo_exists()


@pytest.mark.parametrize("code", ["en", "nl"])
def test_twice_as_large_it_still_fits_on_a_small_screen(root: tk.Tk, code: str) -> None:
    free = Area(0, 0, 1024, 704)
    room = Room(root, code, Surroundings(scale=2.0, free=free))
    assert root.winfo_width() <= 1024
    assert root.winfo_height() + 64 <= 704
    for each in room.everything()[1:]:
        assert each.winfo_rooty() + each.winfo_height() <= root.winfo_rooty() + root.winfo_height()
        assert each.winfo_rootx() + each.winfo_width() <= root.winfo_rootx() + root.winfo_width()
