"""What the people of a laptop are told of it, from the collector to their own screen."""

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.endtoend.conftest import BIN

pytestmark = pytest.mark.timeout(240)


@pytest.fixture
def pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where this session's pages lie; it has no desktop."""
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    return tmp_path / "barometer-pages"


def test_the_score_and_the_news_of_the_collector_reach_the_persons_screen(
    demo: Any, wait: Callable[..., Any], pages: Path
) -> None:
    score = wait(lambda: _score(demo), 90)
    told = wait(lambda: _told(demo, f"The score of this laptop is {score['value']:.1f} of 100: {score['band']}."), 90)
    costliest = max(score["components"], key=lambda part: float(part["cost"]))
    assert f"costs {float(costliest['cost']):.1f} points" in told

    assert "Barometer is here" in demo.agent("news").stdout  # which every demo tells
    for name, word in (("score", "about this laptop, and not about you"), ("news", "Barometer is here")):
        shown = demo.agent(name, "--page")
        assert shown.returncode == 0, shown.stderr
        assert word in (pages / f"{name}.html").read_text("utf-8")


def test_without_the_collector_the_score_says_so_and_what_was_sent_is_still_told(
    tmp_path: Path, start_demo: Callable[..., Any], wait: Callable[..., Any], pages: Path
) -> None:
    running = start_demo(tmp_path / "demo")
    try:
        wait(lambda: "Memory of Barometer" in running.agent("sent").stdout, 60)
    finally:
        running.stop()
    agent = tmp_path / "demo" / "agent"
    with subprocess.Popen([BIN / "barometer-agent", "--data", agent, "run"], stdin=subprocess.DEVNULL) as alone:
        try:
            wait(lambda: running.agent("sent").returncode == 0, 30)
            refused = running.agent("score", "--page")
            assert refused.returncode == 1
            assert "cannot be reached" in refused.stderr
            assert "cannot be reached" in (pages / "score.html").read_text("utf-8")
            assert running.agent("sent", "--page").returncode == 0
            assert "Memory of Barometer" in (pages / "sent.html").read_text("utf-8")
        finally:
            alone.terminate()


def _score(demo: Any) -> Any:
    device = demo.device()
    return device["scores"]["t"] if device and device["scores"]["t"]["value"] is not None else None


def _told(demo: Any, line: str) -> str | None:
    """What ``score`` says, once it says this: the score may be a minute older."""
    told = str(demo.agent("score").stdout)
    return told if line in told else None
