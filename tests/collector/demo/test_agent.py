"""This machine as the demo's first laptop."""

from pathlib import Path

import pytest

from barometer_collector.demo import agent


def test_a_desktop_is_one_that_can_show_a_window(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    assert not agent.has_desktop()
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert agent.has_desktop()


def test_without_a_desktop_the_terminal_says_how_to_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    assert agent.offer_question(tmp_path / "agent", tmp_path) is None
    assert f"--data {tmp_path / 'agent'} answer" in capsys.readouterr().err
