"""Colours."""

import pytest

from barometer_agent.tray.look import LIGHT, contrast


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
