"""The icon in the notification area."""

from typing import Any

import pytest

from barometer_agent.tray.menu import Entry
from barometer_agent.tray.windows.notify_icon import Hands, NotifyIcon
from tests.agent.tray.windows.conftest import (
    CLOSE,
    END,
    LEFT_DOWN,
    LEFT_UP,
    NOTIFIED,
    QUERY_END,
    RIGHT_UP,
    WORDS_CLICKED,
    WORDS_GONE,
    WORDS_SHOWN,
    FakeIcon,
    FakeKit,
)

SECONDS = 10
ENTRIES = (
    Entry(1, "No question", enabled=False),
    Entry(2),
    Entry(3, "Less", children=(Entry(4, "As usual", checked=True, one_of=True), Entry(5, "Half", True, False, True))),
    Entry(6, "Not today", checked=False),
    Entry(7, "You & IT", checked=True),
)


class Heard:
    """What the icon called for."""

    def __init__(self) -> None:
        self.all: list[Any] = []

    def hands(self) -> Hands:
        return Hands(
            ready=lambda: self.all.append("ready"),
            clicked=lambda: self.all.append("clicked"),
            chosen=self.all.append,
            fresh=lambda: self.all.append("fresh") or ENTRIES,
            words=lambda clicked: self.all.append("words clicked" if clicked else "words gone"),
            ended=lambda: self.all.append("ended"),
        )


def made(kit: FakeKit) -> tuple[NotifyIcon, FakeIcon, Heard]:
    heard = Heard()
    shown = NotifyIcon(kit, "Barometer", "Nothing is open", heard.hands())
    return shown, kit.icons[0], heard


def test_it_is_shown_and_taken_away(kit: FakeKit) -> None:
    shown, icon, heard = made(kit)
    shown.start()
    shown.stop(SECONDS)
    assert heard.all == ["ready", "ended"]
    assert icon.title == "Barometer\nNothing is open"
    assert not icon.visible


def test_a_left_click_is_told_once_when_the_button_comes_up(kit: FakeKit) -> None:
    _shown, icon, heard = made(kit)
    for how in (LEFT_DOWN, LEFT_UP):
        icon.send(NOTIFIED, 0, how)
    assert heard.all == ["clicked"]
    assert icon.opened == []


def test_a_right_click_opens_the_menu_that_holds_then(kit: FakeKit) -> None:
    _shown, icon, heard = made(kit)
    icon.send(NOTIFIED, 0, RIGHT_UP)
    assert heard.all == ["fresh"]
    (menu,) = icon.opened
    assert menu.told() == [
        "No question off",
        "-",
        ("Less", ["As usual radio ticked", "Half radio unticked"]),
        "Not today unticked",
        "You && IT ticked",
    ]


def test_each_line_tells_its_own_id(kit: FakeKit) -> None:
    _shown, icon, heard = made(kit)
    icon.send(NOTIFIED, 0, RIGHT_UP)
    (menu,) = icon.opened
    for line in (menu.items[2].action.items[1], menu.items[3]):
        line.action(icon, line)
    assert heard.all == ["fresh", 5, 6]


def test_it_lets_the_session_end_and_goes_with_it(kit: FakeKit) -> None:
    shown, icon, heard = made(kit)
    shown.start()
    assert icon.send(QUERY_END) == 1
    icon.send(END, 0)
    assert "ended" not in heard.all
    icon.send(END, 1)
    shown.stop(SECONDS)
    assert heard.all == ["ready", "ended"]


def test_a_request_to_close_is_obeyed(kit: FakeKit) -> None:
    shown, icon, heard = made(kit)
    shown.start()
    icon.send(CLOSE)
    shown.stop(SECONDS)
    assert heard.all[-1] == "ended"


def test_words_replace_those_before_and_make_no_sound(kit: FakeKit) -> None:
    shown, icon, _heard = made(kit)
    shown.say("About", "What it is.")
    assert icon.said == [{"szInfo": ""}, {"szInfoTitle": "About", "szInfo": "What it is.", "dwInfoFlags": 0x90}]


@pytest.mark.parametrize("letter", ["x", "é", "🙂"])
def test_what_does_not_fit_is_cut_where_windows_would_refuse_it(kit: FakeKit, letter: str) -> None:
    shown, icon, _heard = made(kit)
    shown.say(letter * 300, letter * 300)
    shown.tell(letter * 300)
    words = icon.said[-1]
    for text, most in ((words["szInfoTitle"], 63), (words["szInfo"], 255), (icon.title, 127)):
        assert most - 3 < len(text.encode("utf-16-le")) // 2 <= most
        assert text.endswith("…")


def test_a_last_line_is_whole_whatever_stands_above_it(kit: FakeKit) -> None:
    shown, icon, _heard = made(kit)
    shown.say("IT asks", "x" * 300, "Answer")
    assert len(icon.said[-1]["szInfo"]) == 255
    assert icon.said[-1]["szInfo"].endswith("x…\nAnswer")


def test_what_becomes_of_words_is_told(kit: FakeKit) -> None:
    _shown, icon, heard = made(kit)
    for how in (WORDS_SHOWN, WORDS_CLICKED, WORDS_GONE):
        icon.send(NOTIFIED, 0, how)
    assert heard.all == ["words clicked", "words gone"]


def test_what_fits_is_whole(kit: FakeKit) -> None:
    shown, icon, _heard = made(kit)
    shown.say("t" * 63, "x" * 255)
    assert (icon.said[-1]["szInfoTitle"], icon.said[-1]["szInfo"]) == ("t" * 63, "x" * 255)


def test_where_windows_takes_none_it_has_ended(kit: FakeKit, caplog: pytest.LogCaptureFixture) -> None:
    kit.broken = True
    shown, _icon, heard = made(kit)
    shown.start()
    shown.stop(SECONDS)
    assert heard.all == ["ended"]
    assert "reason=not enough memory" in caplog.text
