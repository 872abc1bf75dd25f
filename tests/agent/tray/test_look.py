"""Colours."""

import pytest

from barometer_agent.tray.look import DARK, HIGH_DARK, HIGH_LIGHT, LIGHT, Colour, Look, look

LOOKS = pytest.mark.parametrize(
    "shown", [LIGHT, DARK, HIGH_LIGHT, HIGH_DARK], ids=["light", "dark", "high light", "high dark"]
)


def test_black_on_white_is_the_highest_contrast() -> None:
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast((9, 9, 9), (9, 9, 9)) == 1


@LOOKS
def test_all_text_can_be_read(shown: Look) -> None:
    for text in (shown.text, shown.quiet):
        for ground in (shown.ground, shown.hover):
            assert contrast(text, ground) >= 4.5
    assert contrast(shown.text, shown.line) >= 4.5  # a button that is held down
    assert contrast(shown.ground, shown.accent) >= 4.5


@LOOKS
def test_what_is_no_text_is_seen_too(shown: Look) -> None:
    for skin in shown.faces:
        assert contrast(shown.ink, skin) >= 3
    for drawn in (shown.edge, shown.rim, shown.accent):
        assert contrast(drawn, shown.ground) >= 3
    assert contrast(shown.rim, shown.hover) >= 3


@pytest.mark.parametrize("shown", [HIGH_LIGHT, HIGH_DARK])
def test_high_contrast_is_high_and_tells_nothing_by_a_shade(shown: Look) -> None:
    for seen in (shown.text, shown.quiet, shown.edge, shown.frame, shown.rim, shown.ink):
        assert contrast(seen, shown.ground) >= 7
    assert contrast(shown.accent, shown.ground) >= 7


def test_each_wish_has_its_look() -> None:
    assert look(dark=False, high_contrast=False) is LIGHT
    assert look(dark=True, high_contrast=False) is DARK
    assert look(dark=False, high_contrast=True) is HIGH_LIGHT
    assert look(dark=True, high_contrast=True) is HIGH_DARK


def contrast(first: Colour, second: Colour) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Colour) -> float:
    red, green, blue = (_linear(part / 255) for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
