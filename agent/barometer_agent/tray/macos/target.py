"""What AppKit calls: an object of Objective-C that hands everything on to one of Python."""

import functools
from typing import Any


class Hears:
    """Whom a target tells; what somebody does not care for is heard and forgotten."""

    def pressed(self, tag: int) -> None:
        """A button or an entry with this tag."""

    def touched(self) -> None:
        """Something else was ticked, picked or written."""

    def elapsed(self, name: str) -> None:
        """The time of this timer."""

    def opening(self) -> None:
        """A menu is about to open."""

    def ending(self) -> None:
        """The session ends, and this program with it."""


def target(kit: Any, hears: Hears) -> Any:
    """An object for ``pressed:``, ``touched:``, ``elapsed:`` and ``ending:``, the delegate of fields and menus too.

    AppKit keeps none of its targets and delegates: whoever asks for one holds it for as long as it is called.
    """
    made = _kind(kit.NSObject).alloc().init()
    made.hears = hears
    return made


@functools.cache
def _kind(ns_object: Any) -> Any:
    """Made once: Objective-C knows a class by its name alone."""

    class BarometerTarget(ns_object):  # type: ignore[misc]
        def pressed_(self, sender: Any) -> None:
            self.hears.pressed(sender.tag())

        def touched_(self, _sender: Any) -> None:
            self.hears.touched()

        def elapsed_(self, timer: Any) -> None:
            self.hears.elapsed(timer.userInfo())

        def controlTextDidChange_(self, _notification: Any) -> None:  # noqa: N802 - NSControlTextEditingDelegate
            self.hears.touched()

        def menuNeedsUpdate_(self, _menu: Any) -> None:  # noqa: N802 - NSMenuDelegate
            self.hears.opening()

        def ending_(self, _notification: Any) -> None:
            self.hears.ending()

    return BarometerTarget
