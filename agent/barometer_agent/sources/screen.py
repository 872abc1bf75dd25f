"""The screen that a window may use: the part of the main one that no panel covers, and how large things are on it."""

import sys
from dataclasses import dataclass

from barometer_agent.sampler import NoData
from barometer_agent.sources import system

LEAST_SCALE, MOST_SCALE = 0.75, 4.0


@dataclass(frozen=True)
class Area:
    """A part of all screens together, in pixels from the upper left."""

    left: int
    top: int
    width: int
    height: int

    def within(self, other: "Area") -> "Area":
        """What both cover; without a width or height where that is nothing."""
        left, top = max(self.left, other.left), max(self.top, other.top)
        right = min(self.left + self.width, other.left + other.width)
        bottom = min(self.top + self.height, other.top + other.height)
        return Area(left, top, max(0, right - left), max(0, bottom - top))


@dataclass(frozen=True)
class Screen:
    """``scale`` is how many pixels stand where 96 in an inch have one. None: not told."""

    area: Area | None = None
    scale: float | None = None


def read(platform: str = sys.platform) -> Screen:
    """The screen of whoever asks. Never raises NoData: what cannot be read here is None, each by itself."""
    try:
        found: Screen = system.reader("screen", platform).read()
    except NoData:
        return Screen()
    return found


def believable(scale: float) -> float | None:
    """A scale that a person could have chosen; None for any other."""
    return scale if LEAST_SCALE <= scale <= MOST_SCALE else None
