"""Who sits in front of an alert: reads, clicks, types."""

from typing import Any, Protocol

from tests.agent.tray.macos.views_of_appkit import NSButton, NSPopUpButton, NSTextField, all_below


class Application(Protocol):
    """The application that an alert stops."""

    def stopModalWithCode_(self, code: int) -> None: ...  # noqa: N802


class Shown(Protocol):
    """The alert that is open."""

    buttons: list[NSButton]

    def accessoryView(self) -> Any: ...  # noqa: N802


def send(target: Any, selector: str, sender: object) -> None:
    """As Objective-C does it; a target without that selector would be a fault."""
    getattr(target, selector.replace(":", "_"))(sender)


class Person:
    """Who sits in front of the alert that is open."""

    def __init__(self, app: Application, alert: Shown) -> None:
        self.app = app
        self.alert = alert

    def views(self) -> list[Any]:
        """All of the alert, in the order in which a screen reader goes through them."""
        accessory = self.alert.accessoryView()
        return [*(all_below(accessory) if accessory else []), *self.alert.buttons]

    def button(self, title: str) -> NSButton:
        return next(each for each in self.views() if isinstance(each, NSButton) and each.held["title"] == title)

    def texts(self) -> list[str]:
        labels = (each for each in self.views() if isinstance(each, NSTextField) and each.is_label)
        return [each.held["stringValue"] for each in labels]

    def click(self, title: str) -> None:
        self.press(self.button(title))

    def key(self, key: str) -> None:
        """A key of a button, where nobody writes."""
        buttons = (each for each in self.views() if isinstance(each, NSButton))
        self.press(next(each for each in buttons if each.held.get("keyEquivalent") == key))

    def press(self, button: NSButton) -> None:
        assert button.held.get("enabled", True), f"{button.held['title']} is not enabled"
        if button.is_box:
            button.held["state"] = 1 - button.held["state"]
        if button in self.alert.buttons:
            self.app.stopModalWithCode_(button.held["tag"])
        else:
            send(button.held["target"], button.held["action"], button)

    def write(self, words: str) -> None:
        (place,) = (each for each in self.views() if isinstance(each, NSTextField) and not each.is_label)
        place.held["stringValue"] = words
        place.held["delegate"].controlTextDidChange_(None)

    def choose(self, label: str) -> None:
        (menu,) = (each for each in self.views() if isinstance(each, NSPopUpButton))
        menu.chosen = [item.held["title"] for item in menu.lines.items].index(label)
        send(menu.held["target"], menu.held["action"], menu)
