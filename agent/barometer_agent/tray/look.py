"""How the window looks: its colours, in light and in dark, and with high contrast."""

from dataclasses import dataclass

from barometer_agent.tray.drawing import Colour


@dataclass(frozen=True)
class Look:
    """Colours of one appearance, by WCAG 2.2.

    Text (``text``, ``quiet``) has a contrast of at least 4.5 to 1 with ``ground`` and ``hover`` (1.4.3), and so has
    ``ground`` with ``accent``, on which it is written. What is no text (``edge`` of a field, ``accent`` of the focus,
    ``rim`` of a face, and what is drawn on a face in ``ink``) has at least 3 to 1 (1.4.11). ``frame`` is the edge of a
    button, which its text tells by itself.
    """

    ground: Colour
    text: Colour
    quiet: Colour
    line: Colour
    edge: Colour
    frame: Colour
    accent: Colour
    hover: Colour
    ink: Colour
    rim: Colour
    faces: tuple[Colour, Colour, Colour, Colour, Colour]


_SKINS = ((240, 150, 134), (246, 190, 134), (243, 216, 138), (192, 216, 142), (138, 200, 150))
_INK = (52, 46, 40)
_BLACK, _WHITE, _YELLOW = (0, 0, 0), (255, 255, 255), (255, 222, 0)

LIGHT = Look(
    ground=_WHITE,
    text=(31, 41, 51),
    quiet=(91, 103, 115),
    line=(214, 221, 228),
    edge=(131, 142, 153),
    frame=(222, 229, 236),
    accent=(37, 99, 168),
    hover=(237, 242, 247),
    ink=_INK,
    rim=(126, 112, 100),
    faces=_SKINS,
)
DARK = Look(
    ground=(32, 36, 41),
    text=(232, 236, 240),
    quiet=(170, 179, 188),
    line=(70, 77, 85),
    edge=(128, 138, 148),
    frame=(62, 69, 77),
    accent=(122, 178, 240),
    hover=(48, 54, 61),
    ink=_INK,
    rim=(243, 216, 138),
    faces=_SKINS,
)
HIGH_LIGHT = Look(
    ground=_WHITE,
    text=_BLACK,
    quiet=_BLACK,
    line=(205, 205, 205),
    edge=_BLACK,
    frame=_BLACK,
    accent=(0, 0, 160),
    hover=_WHITE,
    ink=_BLACK,
    rim=_BLACK,
    faces=(_WHITE,) * 5,
)
HIGH_DARK = Look(
    ground=_BLACK,
    text=_WHITE,
    quiet=_WHITE,
    line=(60, 60, 60),
    edge=_WHITE,
    frame=_WHITE,
    accent=_YELLOW,
    hover=_BLACK,
    ink=_WHITE,
    rim=_WHITE,
    faces=(_BLACK,) * 5,
)


def look(*, dark: bool, high_contrast: bool) -> Look:
    """The colours for somebody who wants it so."""
    if high_contrast:
        return HIGH_DARK if dark else HIGH_LIGHT
    return DARK if dark else LIGHT
