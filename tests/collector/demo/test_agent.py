"""This machine as the demo's first laptop."""

from pathlib import Path

import pytest

from barometer_collector.demo import agent


@pytest.mark.parametrize(
    ("platform", "environment", "has_one"),
    [
        ("linux", {}, False),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("linux", {"DISPLAY": ":0"}, True),
        ("win32", {}, True),
        ("darwin", {}, True),
    ],
)
def test_a_desktop_is_one_that_can_show_a_window(platform: str, environment: dict[str, str], *, has_one: bool) -> None:
    assert agent.has_desktop(platform, environment) is has_one


def test_without_a_desktop_the_terminal_says_how_to_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    assert agent.offer_question(tmp_path / "agent", tmp_path) is None
    assert f"--data {tmp_path / 'agent'} answer" in capsys.readouterr().err
