"""The icon in the panel."""

import pytest

from barometer_agent.tray.drawing import Colour
from barometer_agent.tray.icon import INK, SIZES, SKIN, pixels, pixmaps

WHITE: Colour = (255, 255, 255)
DARK: Colour = (46, 52, 54)


def luminance(colour: Colour) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [part / 255 for part in colour]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, other: Colour) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("ground", [WHITE, DARK])
def test_it_stands_out_on_light_and_on_dark_panels(ground: Colour) -> None:
    assert contrast(SKIN, ground) >= 3
    assert contrast(SKIN, INK) >= 3


@pytest.mark.parametrize("size", SIZES)
def test_each_size_has_four_bytes_a_pixel_and_corners_through_which_the_panel_shines(size: int) -> None:
    ((width, height, pixels),) = pixmaps((size,))
    assert (width, height, len(pixels)) == (size, size, size * size * 4)
    assert pixels[:4] == bytes(4)
    assert pixels[-4:] == bytes(4)


@pytest.mark.parametrize("size", SIZES)
def test_the_face_is_solid_and_its_edge_soft(size: int) -> None:
    ((_, _, pixels),) = pixmaps((size,))
    alphas = pixels[::4]
    assert alphas[size * (size // 2) + size // 2] == 255
    forehead = 4 * (size * (size // 8) + size // 2)
    assert pixels[forehead : forehead + 4] == bytes((255, *SKIN))
    edge = [index for index, alpha in enumerate(alphas) if 40 < alpha < 215]
    assert edge
    for index in edge:  # of the skin's own colour, neither darker nor lighter
        colour = pixels[4 * index + 1 : 4 * index + 4]
        assert all(abs(part - skin) <= 6 for part, skin in zip(colour, SKIN, strict=True))


def test_without_ink_the_eyes_are_holes_in_a_solid_face() -> None:
    size = 36
    filled, pierced = (pixels(size, ink=ink)[::4] for ink in (INK, None))
    eye = size * round(size * 0.39) + round(size * 0.335)
    assert filled[eye] == 255
    assert pierced[eye] == 0
    assert pierced[size * (size // 8) + size // 2] == 255


def test_each_score_has_a_face_of_its_own() -> None:
    assert len({pixels(24, score) for score in range(1, 6)}) == 5
