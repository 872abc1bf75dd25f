"""Colours."""

import pytest

from barometer_agent.tray.look import LIGHT, Colour


def test_black_on_white_is_the_highest_contrast() -> None:
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast((9, 9, 9), (9, 9, 9)) == 1


def test_all_text_can_be_read() -> None:
    for text in (LIGHT.text, LIGHT.quiet):
        for ground in (LIGHT.ground, LIGHT.hover):
            assert contrast(text, ground) >= 4.5
    assert contrast(LIGHT.ground, LIGHT.accent) >= 4.5


def test_what_is_no_text_is_seen_too() -> None:
    for skin in LIGHT.faces:
        assert contrast(LIGHT.ink, skin) >= 3
    assert contrast(LIGHT.quiet, LIGHT.ground) >= 3


def contrast(first: Colour, second: Colour) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Colour) -> float:
    red, green, blue = (_linear(part / 255) for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
