"""How a person wants programs to look: dark or light, with high contrast, and whether a screen reader reads aloud."""

import sys
from dataclasses import dataclass

from barometer_agent.sampler import NoData
from barometer_agent.sources import system


@dataclass(frozen=True)
class Appearance:
    """None: not told."""

    dark: bool | None = None
    high_contrast: bool | None = None
    screen_reader: bool | None = None


def read(platform: str = sys.platform) -> Appearance:
    """What was chosen by whoever asks. Never raises NoData: what cannot be read here is None, each by itself."""
    try:
        found: Appearance = system.reader("appearance", platform).read()
    except NoData:
        return Appearance()
    return found
