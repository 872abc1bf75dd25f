"""What a window has to fit into: a person's colours and hand, and the size and the free part of the screen."""

from dataclasses import dataclass

from barometer_agent.sources import appearance, screen
from barometer_agent.sources.screen import Area
from barometer_agent.tray.corner import Side
from barometer_agent.tray.look import LIGHT, Look, look


@dataclass(frozen=True)
class Surroundings:
    """``scale`` and ``free`` are as Tk finds them where they are None."""

    look: Look = LIGHT
    scale: float | None = None
    free: Area | None = None
    side: Side = Side.RIGHT


def of_this_desktop(side: Side = Side.RIGHT) -> Surroundings:
    """What holds here and now."""
    wanted, shown = appearance.read(), screen.read()
    colours = look(dark=bool(wanted.dark), high_contrast=bool(wanted.high_contrast))
    return Surroundings(colours, shown.scale, shown.area, side)
