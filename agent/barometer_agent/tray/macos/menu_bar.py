"""The icon in the menu bar and its menu. All of it in the application's first thread."""

from collections.abc import Callable, Sequence
from typing import Any

from barometer_agent.tray.macos.pictures import template
from barometer_agent.tray.macos.target import Hears, target
from barometer_agent.tray.macos.views import image
from barometer_agent.tray.menu import Entry

_POINTS = 18
_PIXELS_PER_POINT = 2

Fresh = Callable[[], Sequence[Entry]]


class MenuBar(Hears):
    """An icon called ``title``, whose menu opens at a click, as all do there.

    ``fresh`` gives the entries whenever the menu opens; ``chosen`` hears the id of the one that was clicked.
    """

    def __init__(self, kit: Any, title: str, fresh: Fresh, chosen: Callable[[int], None]) -> None:
        self._kit = kit
        self._fresh = fresh
        self._chosen = chosen
        self._drawn: tuple[Entry, ...] = ()
        self._target = target(kit, self)
        self._menu = self._empty()
        self._menu.setDelegate_(self._target)
        self._item = kit.NSStatusBar.systemStatusBar().statusItemWithLength_(kit.NSSquareStatusItemLength)
        picture = image(kit, template(_POINTS * _PIXELS_PER_POINT), _POINTS)
        picture.setTemplate_(True)
        button = self._item.button()
        button.setImage_(picture)
        button.setAccessibilityLabel_(title)
        self._item.setMenu_(self._menu)

    def tell(self, tip: str) -> None:
        """What the mouse is told that rests on it, and a screen reader after its name."""
        button = self._item.button()
        button.setToolTip_(tip)
        button.setAccessibilityHelp_(tip)

    def draw(self, entries: Sequence[Entry]) -> None:
        """From now on its menu is this, also while it is open."""
        if tuple(entries) != self._drawn:
            self._drawn = tuple(entries)
            self._menu.removeAllItems()
            self._fill(self._menu, self._drawn)

    def remove(self) -> None:
        """Take it away."""
        self._kit.NSStatusBar.systemStatusBar().removeStatusItem_(self._item)

    def pressed(self, tag: int) -> None:
        """An entry was clicked."""
        self._chosen(tag)

    def opening(self) -> None:
        """It opens with what holds now."""
        self.draw(self._fresh())

    def _empty(self) -> Any:
        """Which entries can be chosen is said by each, and not found out by the menu."""
        menu = self._kit.NSMenu.alloc().init()
        menu.setAutoenablesItems_(False)
        return menu

    def _fill(self, menu: Any, entries: Sequence[Entry]) -> None:
        for entry in entries:
            menu.addItem_(self._line(entry) if entry.label else self._kit.NSMenuItem.separatorItem())

    def _line(self, entry: Entry) -> Any:
        kit = self._kit
        line = kit.NSMenuItem.alloc().initWithTitle_action_keyEquivalent_(entry.label, "pressed:", "")
        line.setTarget_(self._target)
        line.setTag_(entry.id)
        line.setEnabled_(entry.enabled)
        line.setState_(kit.NSControlStateValueOn if entry.checked else kit.NSControlStateValueOff)
        if entry.children:
            below = self._empty()
            self._fill(below, entry.children)
            line.setSubmenu_(below)
        return line
