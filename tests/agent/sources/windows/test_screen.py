import pytest

from barometer_agent.sources.screen import Area, Screen
from barometer_agent.sources.windows import parameters, screen


def test_the_main_screen_less_the_task_bar_is_what_windows_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parameters, "work_area", lambda: Area(0, 0, 1920, 1040))
    assert screen.read() == Screen(Area(0, 0, 1920, 1040))


def test_elsewhere_nothing_is_told() -> None:
    assert screen.read() == Screen()
