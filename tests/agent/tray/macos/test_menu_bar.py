"""The icon in the menu bar and its menu."""

from typing import Any

from barometer_agent.tray.macos.menu_bar import MenuBar
from barometer_agent.tray.menu import Entry
from tests.agent.tray.macos.appkit import Kit, send

BEFORE = (Entry(1, "No question", enabled=False), Entry(2), Entry(3, "About"))
AFTER = (Entry(1, "Answer"), *BEFORE[1:])
LANGUAGES = (Entry(6, "English", checked=False, one_of=True), Entry(7, "Nederlands", checked=True, one_of=True))


class Bar:
    """A menu bar with the icon in it."""

    def __init__(self, *fresh: Entry) -> None:
        self.kit = Kit()
        self.chosen: list[int] = []
        self.icon = MenuBar(self.kit, "Barometer", lambda: fresh, self.chosen.append)
        (self.item,) = self.kit.status_items

    @property
    def menu(self) -> Any:
        return self.item.held["menu"]

    def lines(self) -> list[object]:
        return ["-" if item.is_separator else item.title() for item in self.menu.items]


def test_the_icon_is_a_template_with_a_name_and_a_tip() -> None:
    bar = Bar()
    bar.icon.tell("No question is open for you.")
    button = bar.item.button()
    assert button.held["image"].held["template"] is True
    assert button.held["image"].held["size"] == (18.0, 18.0)
    assert button.held["accessibilityLabel"] == "Barometer"
    assert button.held["toolTip"] == button.held["accessibilityHelp"] == "No question is open for you."


def test_the_menu_has_the_lines_of_all_systems() -> None:
    bar = Bar()
    bar.icon.draw(BEFORE)
    assert bar.lines() == ["No question", "-", "About"]
    assert [item.isEnabled() for item in bar.menu.items] == [False, True, True]
    assert bar.menu.autoenablesItems() is False


def test_a_line_that_is_clicked_is_told_by_its_number() -> None:
    bar = Bar()
    bar.icon.draw(AFTER)
    for item in (bar.menu.items[0], bar.menu.items[2]):
        send(item.target(), item.held["action"], item)
    assert bar.chosen == [1, 3]


def test_it_opens_with_what_holds_then() -> None:
    bar = Bar(*AFTER)
    bar.icon.draw(BEFORE)
    bar.menu.delegate().menuNeedsUpdate_(bar.menu)
    assert bar.lines() == ["Answer", "-", "About"]


def test_the_same_again_changes_nothing_under_the_mouse() -> None:
    bar = Bar()
    bar.icon.draw(BEFORE)
    first = bar.menu.items[0]
    bar.icon.draw(BEFORE)
    assert bar.menu.items[0] is first


def test_ticks_and_menus_beside_a_line_are_shown() -> None:
    bar = Bar()
    bar.icon.draw((Entry(4, "Never", checked=True), Entry(5, "Language", children=LANGUAGES)))
    never, language = bar.menu.items
    below = language.submenu()
    assert never.state() == Kit.NSControlStateValueOn
    assert never.submenu() is None
    assert [(item.title(), item.state()) for item in below.items] == [("English", 0), ("Nederlands", 1)]
    send(below.items[0].target(), below.items[0].held["action"], below.items[0])
    assert bar.chosen == [6]


def test_it_can_be_taken_away() -> None:
    bar = Bar()
    bar.icon.remove()
    assert bar.kit.status_items == []
