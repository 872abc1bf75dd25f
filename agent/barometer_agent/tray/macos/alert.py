"""A card as an alert of the system, from when it is shown until somebody or time closes it."""

from typing import Any

from barometer_agent.tray.macos import application
from barometer_agent.tray.macos.card import Card, Closed, Press
from barometer_agent.tray.macos.target import Hears, target
from barometer_agent.tray.macos.views import Views, face

_TAG = 2000  # of the first button; the system's own answers lie from -1001 to 1002
_FROM_EDGE = 16.0
_SMILE = 4
_PLACE = "place"
_CLOSE = "close"

Point = tuple[float, float]


def show(kit: Any, card: Card, *, left: bool = False) -> Closed:
    """Show ``card`` beneath the menu bar, at the right or the ``left``, and wait until it has ended."""
    return Alert(kit, card, left=left).run()


class Alert(Hears):
    """One alert: also what its controls and timers tell."""

    def __init__(self, kit: Any, card: Card, *, left: bool) -> None:
        self._kit = kit
        self._card = card
        self._left = left
        self._app = kit.NSApplication.sharedApplication()
        self._target = target(kit, self)
        self._views = Views(kit, card, self._target, self._tag)
        self._alert = self._made()
        self._closing: Any = None

    def run(self) -> Closed:
        """Shown, waited for, and read. It makes no sound: only alerts of another kind do."""
        self._alert.layout()
        self._place()
        placing = application.timer(self._kit, self._target, _PLACE, 0.0)  # the system puts alerts in the middle
        self._close_after(self._card.closes_after)
        if self._card.takes_focus:
            self._app.activateIgnoringOtherApps_(True)
        code = self._alert.runModal()
        placing.invalidate()
        self._close_after(None)
        pressed = next((press.gives for press in self._card.buttons if self._tag(press) == code), None)
        return Closed(pressed, self._views.ticked(), self._views.words())

    def pressed(self, tag: int) -> None:
        """A button among the views: the alert knows its own."""
        self._app.stopModalWithCode_(tag)

    def touched(self) -> None:
        """Somebody is here."""
        self._close_after(self._card.lingers)
        self._views.refresh()

    def elapsed(self, name: str) -> None:
        """Put it in its corner, or end it: which, from a timer, is ``abortModal``."""
        if name == _PLACE:
            self._place()
        else:
            self._app.abortModal()

    def _made(self) -> Any:
        kit, card = self._kit, self._card
        alert = kit.NSAlert.alloc().init()
        alert.setAlertStyle_(kit.NSAlertStyleInformational)
        alert.setIcon_(face(kit, _SMILE))
        alert.setMessageText_(card.title)
        alert.setInformativeText_(card.text)
        if card.views:
            alert.setAccessoryView_(self._views.stack)
        for press in card.exits:
            button = alert.addButtonWithTitle_(press.label)
            button.setTag_(self._tag(press))
            button.setKeyEquivalent_(press.key)
            button.setAccessibilityLabel_(press.spoken)
        window, first = alert.window(), next(iter(self._views.fields.values()), None)
        window.setPreventsApplicationTerminationWhenModal_(False)  # nobody who signs out is held up by a question
        if first is not None:
            window.setInitialFirstResponder_(first)
        return alert

    def _tag(self, press: Press) -> int:
        return _TAG + self._card.buttons.index(press)

    def _place(self) -> None:
        """Beneath the menu bar, in front without taking the keyboard from anybody."""
        window, screen = self._alert.window(), self._kit.NSScreen.mainScreen()
        if screen is not None:
            (x, y), (width, height) = screen.visibleFrame()
            corner = upper_corner((x, y), (width, height), tuple(window.frame()[1]), left=self._left)
            window.setFrameOrigin_(corner)
        window.orderFrontRegardless()

    def _close_after(self, seconds: float | None) -> None:
        """From now on; None: not by itself."""
        if self._closing is not None:
            self._closing.invalidate()
        self._closing = None if seconds is None else application.timer(self._kit, self._target, _CLOSE, seconds)


def upper_corner(origin: Point, room: Point, size: Point, *, left: bool) -> Point:
    """The lower left corner of a window of ``size`` in the upper corner of a screen, which counts from below."""
    x = origin[0] + _FROM_EDGE if left else origin[0] + room[0] - size[0] - _FROM_EDGE
    return max(origin[0], x), max(origin[1], origin[1] + room[1] - size[1] - _FROM_EDGE)
