"""What a window has to fit into: a person's colours and hand, and the size and the free part of the screen."""

from dataclasses import dataclass

from barometer_agent.sources import appearance, screen
from barometer_agent.sources.appearance import Appearance
from barometer_agent.sources.screen import Area
from barometer_agent.tray.corner import Side
from barometer_agent.tray.look import LIGHT, Look, look
from barometer_agent.windows import sharpness


@dataclass(frozen=True)
class Surroundings:
    """``scale`` and ``free`` are as Tk finds them where they are None."""

    look: Look = LIGHT
    scale: float | None = None
    free: Area | None = None
    side: Side = Side.RIGHT


def in_browser(window: str, wanted: Appearance | None = None) -> bool:
    """Whether questions are to be asked in the browser: as the person chose, or else where a screen reader runs.

    ``wanted`` is the appearance of this moment, where it was read already.
    """
    return window == "browser" or (not window and bool((wanted or appearance.read()).screen_reader))


def side_of(window: str) -> Side:
    """The side of the hand that the person chose."""
    return Side.LEFT if window == Side.LEFT else Side.RIGHT


def of_this_desktop(side: Side = Side.RIGHT, wanted: Appearance | None = None) -> Surroundings:
    """What holds here and now; ``wanted`` as with ``in_browser``."""
    sharpness.be_sharp()  # a screen of Windows is measured in the pixels that the window will have
    wanted, shown = wanted or appearance.read(), screen.read()
    colours = look(dark=bool(wanted.dark), high_contrast=bool(wanted.high_contrast))
    return Surroundings(colours, shown.scale, shown.area, side)
