"""What a window has to fit into."""

import pytest

from barometer_agent.sources import appearance, screen
from barometer_agent.sources.appearance import Appearance
from barometer_agent.sources.screen import Area, Screen
from barometer_agent.tray.corner import Side
from barometer_agent.tray.look import HIGH_DARK, LIGHT
from barometer_agent.tray.surroundings import Surroundings, in_browser, of_this_desktop, side_of

FREE = Area(0, 0, 800, 600)


def test_what_the_desktop_tells_is_what_the_window_fits_into(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(appearance, "read", lambda: Appearance(dark=True, high_contrast=True))
    monkeypatch.setattr(screen, "read", lambda: Screen(FREE, 1.5))
    assert of_this_desktop(Side.LEFT) == Surroundings(HIGH_DARK, 1.5, FREE, Side.LEFT)


def test_a_desktop_that_tells_nothing_has_a_light_window_on_the_right(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(appearance, "read", Appearance)
    monkeypatch.setattr(screen, "read", Screen)
    assert of_this_desktop() == Surroundings(LIGHT, None, None, Side.RIGHT)


@pytest.mark.parametrize(
    ("window", "reader", "aloud"),
    [("", True, True), ("", False, False), ("", None, False), ("right", True, False), ("browser", False, True)],
)
def test_a_screen_reader_is_asked_in_the_browser_unless_the_person_chose_otherwise(
    monkeypatch: pytest.MonkeyPatch, window: str, reader: bool | None, aloud: bool
) -> None:
    monkeypatch.setattr(appearance, "read", lambda: Appearance(screen_reader=reader))
    assert in_browser(window) is aloud


def test_the_side_is_the_left_one_only_where_that_was_chosen() -> None:
    assert [side_of(window) for window in ("", "right", "browser", "left")] == [Side.RIGHT] * 3 + [Side.LEFT]
