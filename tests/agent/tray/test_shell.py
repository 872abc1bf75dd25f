"""The small window itself."""

import os
import subprocess
import sys
import tkinter as tk
from collections.abc import Callable, Iterator

import pytest

from barometer_agent.sources.screen import Area
from barometer_agent.tray.drawing import hexadecimal
from barometer_agent.tray.icon import SKIN
from barometer_agent.tray.keeper import NoWindowError
from barometer_agent.tray.look import DARK
from barometer_agent.tray.shell import Shell, opened
from barometer_agent.tray.surroundings import Surroundings
from tests.agent.sources.linux import real_screen
from tests.eventually import eventually

pytestmark = pytest.mark.desktop


def block(width: int, height: int, shell: Shell) -> Callable[[tk.Frame], None]:
    def build(frame: tk.Frame) -> None:
        tk.Frame(frame, width=shell.parts.px(width), height=shell.parts.px(height)).pack()

    return build


def test_what_is_too_large_for_the_screen_is_shown_smaller_and_whole(root: tk.Tk) -> None:
    free = Area(0, 0, 1000, 500)
    shell = Shell(root, Surroundings(scale=2.0, free=free), "Title", root.destroy)
    shell.draw(block(400, 250, shell))
    assert 1.0 <= shell.parts.scale < 2.0
    assert root.winfo_reqheight() < 500
    shell.draw(block(400, 50, shell))
    assert shell.parts.scale == 2.0


def test_it_wears_the_icon_once_it_is_seen(root: tk.Tk) -> None:
    shell = Shell(root, Surroundings(), "Title", root.destroy)
    shell.draw(block(10, 10, shell))
    shell.show(offered=False)
    pictures = len(root.image_names())
    eventually(lambda: root.update() or len(root.image_names()) == pictures + 2)
    assert {(image.width(), image.height()) for image in shell._icons} == {(32, 32), (16, 16)}
    assert shell._icons[0].get(16, 4) == SKIN


def test_it_stays_where_somebody_moved_it_until_it_shows_something_else(root: tk.Tk) -> None:
    shell = Shell(root, Surroundings(), "Title", root.destroy)
    shell.draw(block(100, 50, shell))
    root.deiconify()
    root.update()
    root.geometry("+7+9")
    root.update()
    shell.place()
    root.update()
    assert (root.winfo_x(), root.winfo_y()) == (7, 9)
    shell.draw(block(100, 90, shell))
    root.update()
    assert root.winfo_x() > 100


def test_it_waits_anew_whenever_somebody_touches_it(root: tk.Tk) -> None:
    heard: list[str] = []
    shell = Shell(root, Surroundings(), "Title", root.destroy)
    shell.draw(block(10, 10, shell))
    shell.wait(3600, lambda: heard.append("an hour"))
    first = root.tk.call("after", "info")
    root.event_generate("<Motion>")
    root.update()
    assert set(root.tk.call("after", "info")).isdisjoint(first)
    shell.wait(0, lambda: heard.append("now"))
    root.update()
    assert heard == ["now"]


def test_escape_and_the_end_of_the_session_close_it(root: tk.Tk) -> None:
    closed: list[bool] = []
    Shell(root, Surroundings(DARK), "Title", lambda: closed.append(True))
    root.deiconify()
    root.update()
    root.focus_force()
    root.update()
    root.event_generate("<Escape>")
    root.tk.call(*root.tk.splitlist(root.protocol("WM_SAVE_YOURSELF")))
    assert closed == [True, True]
    assert root["background"] == hexadecimal(DARK.ground)


def test_the_focus_goes_to_where_the_page_has_the_cursor(root: tk.Tk) -> None:
    shell, fields = Shell(root, Surroundings(DARK), "Title", root.quit), list[tk.Entry]()

    def page(frame: tk.Frame) -> None:
        fields[:] = [tk.Entry(frame)]
        fields[0].pack()
        fields[0].focus_set()

    shell.draw(page)
    shell.show(offered=False)
    done = tk.BooleanVar(root)
    root.after(80, lambda: done.set(True))  # after the focus was taken
    root.wait_variable(done)
    assert root.focus_get() is fields[0]


def test_without_a_display_there_is_no_window(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":4094")
    with pytest.raises(NoWindowError, match="display"):
        opened()


@pytest.fixture(scope="module")
def managed() -> Iterator[str]:
    with real_screen.running(800, 600) as display, real_screen.managed(display):
        yield display


def xdotool(display: str, *words: str) -> str:
    done = subprocess.run(
        ["xdotool", *words], env={"DISPLAY": display}, capture_output=True, text=True, timeout=30, check=False
    )
    return done.stdout.strip()


@pytest.mark.parametrize(("offered", "takes"), [("True", False), ("False", True)])
def test_a_window_that_comes_by_itself_leaves_the_focus_where_it_is(managed: str, offered: str, takes: bool) -> None:
    with real_screen.window(managed):
        other = eventually(lambda: xdotool(managed, "search", "--onlyvisible", "--class", "^Tk$"), 30)
        eventually(lambda: xdotool(managed, "getwindowfocus") == other, 30)
        environment = {**os.environ, "DISPLAY": managed}
        with subprocess.Popen(
            [sys.executable, "-c", _SHOW, offered], env=environment, stdout=subprocess.PIPE, text=True
        ) as child:
            try:
                assert child.stdout is not None
                assert child.stdout.readline() == "seen\n"
                (shown,) = xdotool(managed, "search", "--onlyvisible", "--name", "^Shell$").split()
                assert (xdotool(managed, "getwindowfocus") == shown) is takes
                assert (xdotool(managed, "getwindowfocus") == other) is not takes
                xdotool(managed, "windowfocus", "--sync", shown)  # whoever wants to answer by key can
                assert xdotool(managed, "getwindowfocus") == shown
            finally:
                child.terminate()


_SHOW = """
import sys, tkinter
from barometer_agent.tray.shell import Shell, opened
from barometer_agent.tray.surroundings import Surroundings
root = opened()
shell = Shell(root, Surroundings(), "Shell", root.destroy)
shell.draw(lambda frame: tkinter.Label(frame, text="?").pack())
shell.show(offered=sys.argv[1] == "True")
root.after(700, lambda: print("seen", flush=True))
root.mainloop()
"""
