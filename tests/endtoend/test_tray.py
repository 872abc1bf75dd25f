"""The tray on a real desktop: its icon in the panel, a click, and an answer that arrives."""

import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import psutil
import pytest

from barometer_agent.tray.icon import SKIN
from tests.endtoend.asking import TUESDAY, Asking, icon
from tests.endtoend.asking import tray as program
from tests.endtoend.desktop import AGENT, Desktop, Point, seconds_until
from tests.eventually import eventually

pytestmark = [pytest.mark.desktop, pytest.mark.timeout(240)]
TITLE = "Barometer"
CLICKS = 5  # the quickest counts: other tests run beside this one
MOST_SECONDS = 0.5
AT_NIGHT = TUESDAY + timedelta(hours=12)  # nothing comes by itself then


def command(demo: Any, *more: str) -> list[str]:
    return [str(AGENT), "--data", str(demo.folder / "agent"), "--language", "en", "tray", *more]


@pytest.fixture
def asked(demo: Any) -> Any:
    """The demo, once its agent knows what is asked."""
    told = demo.agent("answer", "--campaign", "none", "--wait", "60")
    assert told.returncode == 0, told.stderr
    return demo


@dataclass(frozen=True)
class Tray:
    """Where its icon is, and its process."""

    icon: Point
    process: psutil.Process

    def has_no_window(self) -> bool:
        """A window that has closed still has to tell the service how it ended."""
        return not self.process.children()


@contextmanager
def tray(desktop: Desktop, demo: Any) -> Iterator[Tray]:
    with desktop.program(*command(demo)) as running:
        yield Tray(eventually(lambda: desktop.place_of(SKIN), 30), psutil.Process(running.pid))


def respondents(demo: Any) -> int:
    return int(demo.get("/api/v1/teams/demo")["x"]["respondents"])


def test_a_click_opens_the_question_at_once_and_a_key_answers_it(
    desktop: Desktop, asked: Any, wait: Callable[..., Any], tmp_path: Path
) -> None:
    took: list[float] = []
    with desktop.panel(), tray(desktop, asked) as shown:
        desktop.picture(tmp_path / "icon.png")
        for _ in range(CLICKS):
            desktop.click(shown.icon)
            took.append(seconds_until(lambda: desktop.windows(TITLE)))
            wait(lambda: desktop.focused() in desktop.windows(TITLE), 10)
            if len(took) < CLICKS:
                desktop.press("Escape")
                wait(shown.has_no_window, 30)
        desktop.picture(tmp_path / "question.png")
        desktop.press("5")  # an answer; what more it asks is closed
        desktop.picture(tmp_path / "answered.png")
        desktop.press("Escape")
        wait(lambda: not desktop.windows(TITLE), 10)
        assert wait(lambda: respondents(asked), 60) == 1
    assert min(took) < MOST_SECONDS, took


def test_the_menu_opens_the_question_too(
    desktop: Desktop, service: Asking, wait: Callable[..., Any], tmp_path: Path
) -> None:
    with icon(desktop, service, AT_NIGHT):
        where = desktop.place_of(SKIN)
        assert where
        before = len(desktop.everything())
        desktop.click(where, button=3)
        wait(lambda: len(desktop.everything()) > before, 10)
        desktop.picture(tmp_path / "menu.png")
        desktop.press("Down", "Return")
        wait(lambda: desktop.windows(TITLE), 10)


def test_a_panel_that_starts_again_has_the_icon_again(
    desktop: Desktop, service: Asking, wait: Callable[..., Any]
) -> None:
    with program(desktop, service, AT_NIGHT):
        for _ in range(2):
            with desktop.panel():
                assert wait(lambda: desktop.place_of(SKIN), 30)
            wait(lambda: desktop.place_of(SKIN) is None, 30)


def test_a_second_one_ends_quietly(desktop: Desktop, service: Asking) -> None:
    command = (str(AGENT), "--data", str(service.folder), "--language", "en", "tray")
    with icon(desktop, service, AT_NIGHT):
        done = subprocess.run(command, env=desktop.environment, capture_output=True, timeout=60, check=False)
        assert (done.returncode, done.stdout) == (0, b"")
