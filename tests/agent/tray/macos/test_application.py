"""The program as macOS sees it."""

import signal
import subprocess
import sys

import pytest

from barometer_agent.tray.host import NoDesktopError
from barometer_agent.tray.macos import application
from barometer_agent.tray.macos.target import target
from tests.agent.tray.macos.appkit import Kit
from tests.agent.tray.macos.test_target import Ears


def test_it_has_no_place_in_the_dock() -> None:
    kit = Kit()
    assert application.begun(kit) is kit.app
    assert kit.app.activationPolicy() == Kit.NSApplicationActivationPolicyAccessory  # type: ignore[attr-defined]


def test_without_a_screen_there_is_nothing_to_ask_on_and_the_icon_waits_for_one() -> None:
    kit = Kit()
    application.need_screen(kit)
    kit.screen = None
    with pytest.raises(NoDesktopError, match="no screen"):
        application.need_screen(kit)
    assert application.begun(kit) is kit.app


def test_without_appkit_there_is_no_desktop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "AppKit", None)
    with pytest.raises(NoDesktopError, match="AppKit"):
        application.loaded()


def test_work_is_done_by_the_first_thread_in_its_order() -> None:
    kit, done = Kit(), []
    for number in (1, 2):
        application.on_main(kit, lambda number=number: done.append(number))  # type: ignore[misc]
    application.on_main(kit, lambda: application.stop(kit))
    assert done == []
    kit.app.run()
    assert done == [1, 2]


def test_a_timer_tells_its_name_once() -> None:
    kit, ears = Kit(), Ears()
    held = target(kit, ears)
    application.timer(kit, held, "close", 60)
    assert not kit.fire(59)
    assert kit.fire(60)
    assert not kit.fire(1000)
    assert ears.heard == ["close"]


@pytest.mark.skipif(sys.platform == "win32", reason="skipped, because Windows sends no SIGINT to a program alone")
def test_ctrl_c_ends_it_even_while_no_line_of_python_runs() -> None:
    code = (
        "import os, signal\n"
        "from barometer_agent.tray.macos.application import dies_at_once\n"
        "dies_at_once()\n"
        "os.kill(os.getpid(), signal.SIGINT)"
    )
    done = subprocess.run([sys.executable, "-c", code], timeout=60, check=False)
    assert done.returncode == -signal.SIGINT
