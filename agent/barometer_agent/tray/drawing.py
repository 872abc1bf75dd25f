"""Faces and ticks as smooth pictures of any size: pure arithmetic, as Tk draws lines without smoothing on X11.

A shape is a function of a point that says how far inside the point lies, in pixels; its edge is half a pixel
soft. Coordinates go from -1 to 1 over the picture.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Colour = tuple[int, int, int]
Picture = list[list[Colour]]
Inside = Callable[[float, float], float]

_RIM = 0.045  # of the radius
# How far the corners of the mouth are turned up, by score.
_SMILES = {1: -0.22, 2: -0.11, 3: 0.0, 4: 0.13, 5: 0.26}


@dataclass(frozen=True)
class Layer:
    """A shape and its colour, and between which heights it lies; later layers lie on top.

    Its outermost ``rim_width`` pixels have the colour of the ``rim``, where there is one.
    """

    inside: Inside
    colour: Colour
    top: float = -1.1
    bottom: float = 1.1
    rim: Colour | None = None
    rim_width: float = 0.0


def face(size: int, score: int, skin: Colour, ink: Colour, ground: Colour, rim: Colour | None = None) -> Picture:
    """A round face for ``score`` 1 (very bad) to 5 (very good), with a ``rim`` around it where there is one."""
    smile = _SMILES[score]
    scale = size / 2
    layers = (
        Layer(_disc(0, 0, 0.97, scale), skin, rim=rim, rim_width=_RIM * scale),
        Layer(_disc(-0.33, -0.22, 0.1, scale), ink, -0.4, 0.0),
        Layer(_mouth(smile, scale), ink, 0.0, 0.7),
    )
    left = paint(size, layers, ground, columns=(size + 1) // 2)
    return [row + row[: size // 2][::-1] for row in left]


def box(size: int, line: Colour, fill: Colour, ground: Colour, tick: Colour | None) -> Picture:
    """A box to tick, empty where ``tick`` is None."""
    scale = size / 2
    layers = [Layer(_square(0.84, scale), line), Layer(_square(0.84 - 1.5 / scale, scale), fill)]
    if tick is not None:
        layers += [Layer(_stroke((-0.4, 0.05), (-0.1, 0.35), 0.11, scale), tick)]
        layers += [Layer(_stroke((-0.1, 0.35), (0.42, -0.32), 0.11, scale), tick)]
    return paint(size, layers, ground)


def paint(size: int, layers: Sequence[Layer], ground: Colour, columns: int | None = None) -> Picture:
    """The layers on the ground; ``columns``: only so many of the picture, from the left."""
    centres = [(2 * index + 1) / size - 1 for index in range(size)]
    picture = []
    for y in centres:
        here = [layer for layer in layers if layer.top <= y <= layer.bottom]
        picture.append([_pixel(x, y, here, ground) for x in centres[:columns]])
    return picture


def hexadecimal(colour: Colour) -> str:
    """``#rrggbb``, as Tk wants it."""
    return "#{:02x}{:02x}{:02x}".format(*colour)


def portable(picture: Picture) -> bytes:
    """The picture as a file in the form of PPM, which Tk reads faster than any words."""
    head = f"P6 {len(picture[0])} {len(picture)} 255\n".encode()
    return head + bytes(part for row in picture for colour in row for part in colour)


def _pixel(x: float, y: float, layers: Sequence[Layer], ground: Colour) -> Colour:
    colour = ground
    for layer in layers:
        share = layer.inside(x, y) + 0.5
        if share > 0 and layer.rim is not None:
            colour = _mixed(colour, layer.rim, min(share, 1.0)) if share < layer.rim_width + 1 else layer.rim
            share -= layer.rim_width
        if share >= 1:
            colour = layer.colour
        elif share > 0:
            colour = _mixed(colour, layer.colour, share)
    return colour


def _mixed(under: Colour, over: Colour, share: float) -> Colour:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(under, over, strict=True))
    return red, green, blue


def _disc(cx: float, cy: float, radius: float, scale: float) -> Inside:
    return lambda x, y: (radius - math.hypot(x - cx, y - cy)) * scale


def _square(half: float, scale: float) -> Inside:
    corner = 0.25
    straight = half - corner

    def inside(x: float, y: float) -> float:
        out = math.hypot(max(abs(x) - straight, 0.0), max(abs(y) - straight, 0.0))
        return (corner - out) * scale

    return inside


def _stroke(start: tuple[float, float], end: tuple[float, float], half_width: float, scale: float) -> Inside:
    (x0, y0), (x1, y1) = start, end
    dx, dy = x1 - x0, y1 - y0

    def inside(x: float, y: float) -> float:
        along = max(0.0, min(1.0, ((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy)))
        return (half_width - math.hypot(x - x0 - along * dx, y - y0 - along * dy)) * scale

    return inside


def _mouth(smile: float, scale: float) -> Inside:
    half, middle, half_width = 0.42, 0.34, 0.07

    def inside(x: float, y: float) -> float:
        nearest = max(-half, min(half, x))
        part = nearest / half
        height = middle + smile * (0.5 - part * part)
        slope = -2 * smile * part / half
        distance = math.hypot((y - height) / math.hypot(1.0, slope), x - nearest)
        return (half_width - distance) * scale

    return inside
