"""Where the window lies: in a lower corner, where the eye is not, on the side of the hand that a person uses."""

from enum import StrEnum

from barometer_agent.sources.screen import Area

_FROM_EDGE = 16
_TITLE_BAR = 32  # what the window manager puts around a window, in height, at most


class Side(StrEnum):
    """Of the screen, for the window, and of the window, for the ways out."""

    LEFT = "left"
    RIGHT = "right"


def room(free: Area, scale: float = 1.0) -> tuple[int, int]:
    """The width and height that a window may have in the free part of the screen."""
    margin, title = round(_FROM_EDGE * scale), round(_TITLE_BAR * scale)
    return max(1, free.width - margin), max(1, free.height - margin - title)


def geometry(free: Area, whole: tuple[int, int], size: tuple[int, int], side: Side, scale: float = 1.0) -> str:
    """``WIDTHxHEIGHT`` and the distance from the edges of the ``whole`` of all screens, as Tk wants it.

    From the lower edge, and on the right from the right one: what the window manager puts around is then contained.
    """
    margin = min(round(_FROM_EDGE * scale), max(0, free.width - size[0]))
    width, height = whole
    below = height - free.top - free.height + min(margin, max(0, free.height - size[1]))
    right = width - free.left - free.width + margin
    across = f"+{free.left + margin}" if side is Side.LEFT else f"-{right}"
    return f"{size[0]}x{size[1]}{across}-{below}"
