"""A session that ends in the ten seconds in which an answer can be undone: the answer still arrives."""

import os
import shutil
import signal
import subprocess
from collections.abc import Callable
from typing import Any

import pytest

from tests.agent.sources.linux import real_screen
from tests.endtoend.desktop import AGENT
from tests.eventually import eventually

pytestmark = [pytest.mark.desktop, pytest.mark.timeout(240)]


@pytest.fixture
def asked(demo: Any) -> Any:
    """The demo, once its agent knows what is asked."""
    if shutil.which("xdotool") is None:
        pytest.skip("xdotool is not installed")
    told = demo.agent("answer", "--campaign", "none", "--wait", "60")
    assert told.returncode == 0, told.stderr
    return demo


def answered(demo: Any, display: str) -> "subprocess.Popen[bytes]":
    """The process of ``ask``, in whose window somebody has just answered."""
    environment = {**os.environ, "DISPLAY": display}
    command = [str(AGENT), "--data", str(demo.folder / "agent"), "--language", "en", "ask", "--window", "right"]
    process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)

    def xdotool(*words: str) -> str:
        asked = ["xdotool", *words]
        return subprocess.run(asked, env=environment, capture_output=True, text=True, timeout=60, check=False).stdout

    shown = xdotool("search", "--sync", "--onlyvisible", "--name", "^Barometer$").split()[0]
    xdotool("windowfocus", "--sync", shown)
    seen: list[str] = []

    def lies_still() -> bool:
        seen.append(xdotool("getwindowgeometry", shown))
        return len(seen) > 5 and len(set(seen[-5:])) == 1

    eventually(lies_still, 30)
    before = seen[-1]
    xdotool("key", "4")
    eventually(lambda: xdotool("getwindowgeometry", shown) != before, 30)  # it says thank you
    assert process.poll() is None
    return process


def respondents(demo: Any) -> int:
    return int(demo.get("/api/v1/teams/demo")["x"]["respondents"])


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_whoever_signs_out_has_answered(asked: Any, wait: Callable[..., Any], number: signal.Signals) -> None:
    with real_screen.running(1024, 768) as display:
        process = answered(asked, display)
        process.send_signal(number)
        assert process.wait(30) == 0
    assert wait(lambda: respondents(asked), 60) == 1


def test_whose_screen_is_gone_has_answered(asked: Any, wait: Callable[..., Any]) -> None:
    with real_screen.running(1024, 768) as display:
        process = answered(asked, display)
    assert process.wait(30) == 0
    assert wait(lambda: respondents(asked), 60) == 1
