"""The icon in the panel: a smiling face on nothing, as StatusNotifierItem wants its pixels."""

from barometer_agent.tray.drawing import Colour, Picture, face

# Those of the panels' usual heights and of screens with twice the pixels; a panel takes the nearest.
SIZES = (22, 32, 48)
# Against white and against a dark panel it has a contrast of at least 3 to 1 (WCAG 2.2, 1.4.11).
SKIN: Colour = (47, 128, 208)
INK: Colour = (255, 255, 255)
_SMILE = 4
_BLACK: Colour = (0, 0, 0)
_WHITE: Colour = (255, 255, 255)

Pixmap = tuple[int, int, bytes]


def pixmaps(sizes: tuple[int, ...] = SIZES) -> list[Pixmap]:
    """Width, height and four bytes a pixel, from the upper left: alpha, red, green, blue; one for each of ``sizes``."""
    return [(size, size, pixels(size)) for size in sizes]


def pixels(size: int, score: int = _SMILE, skin: Colour = SKIN, ink: Colour | None = INK) -> bytes:
    """The bytes of a face on nothing. What lies between it on black and it on white shines through.

    Without ``ink`` eyes and mouth are holes.
    """
    on_black = face(size, score, skin, _BLACK if ink is None else ink, _BLACK)
    on_white = face(size, score, skin, _WHITE if ink is None else ink, _WHITE)
    return b"".join(_argb(dark, light) for dark, light in zip(_all(on_black), _all(on_white), strict=True))


def _all(picture: Picture) -> list[Colour]:
    return [colour for row in picture for colour in row]


def _argb(on_black: Colour, on_white: Colour) -> bytes:
    alpha = 255 - min(light - dark for dark, light in zip(on_black, on_white, strict=True))
    if alpha == 0:
        return bytes(4)
    return bytes((alpha, *(min(255, round(part * 255 / alpha)) for part in on_black)))
