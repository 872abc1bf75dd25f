"""What a window has to fit into."""

import pytest

from barometer_agent.sources import appearance, screen
from barometer_agent.sources.appearance import Appearance
from barometer_agent.sources.screen import Area, Screen
from barometer_agent.tray.corner import Side
from barometer_agent.tray.look import HIGH_DARK, LIGHT
from barometer_agent.tray.surroundings import Surroundings, of_this_desktop

FREE = Area(0, 0, 800, 600)


def test_what_the_desktop_tells_is_what_the_window_fits_into(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(appearance, "read", lambda: Appearance(dark=True, high_contrast=True))
    monkeypatch.setattr(screen, "read", lambda: Screen(FREE, 1.5))
    assert of_this_desktop(Side.LEFT) == Surroundings(HIGH_DARK, 1.5, FREE, Side.LEFT)


def test_a_desktop_that_tells_nothing_has_a_light_window_on_the_right(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(appearance, "read", Appearance)
    monkeypatch.setattr(screen, "read", Screen)
    assert of_this_desktop() == Surroundings(LIGHT, None, None, Side.RIGHT)
