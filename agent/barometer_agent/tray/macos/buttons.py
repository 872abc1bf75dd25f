"""Buttons that are pressed by the first click, also while another program has the keyboard.

The system's own take that click to bring their program to the front: a question that came by itself, and took nothing
from anybody, would be answered by the second one.
"""

import functools
from typing import Any


def kind(kit: Any) -> Any:
    """The class to make them of, in place of NSButton."""
    return _kind(kit.NSButton)


@functools.cache
def _kind(ns_button: Any) -> Any:
    """Made once: Objective-C knows a class by its name alone."""

    class BarometerButton(ns_button):  # type: ignore[misc]
        def acceptsFirstMouse_(self, _event: Any) -> bool:  # noqa: N802 - NSView
            return True

    return BarometerButton
