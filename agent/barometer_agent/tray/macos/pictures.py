"""The icon as the menu bar of macOS takes it."""

from barometer_agent.tray.icon import pixels
from barometer_agent.tray.png import png


def template(size: int) -> bytes:
    """The icon for a menu bar that paints it in its own colour: a disc with eyes and mouth cut out."""
    return png(pixels(size, skin=(0, 0, 0), ink=None), size)
