"""A screen of one's own by the real Xvfb, with the real openbox as its window manager."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

_WINDOW = """
import sys, tkinter
window = tkinter.Tk()
def told(*_):
    word = sys.stdin.readline().strip()
    window.attributes("-fullscreen", word == "full") if word else window.destroy()
window.createfilehandler(sys.stdin, tkinter.READABLE, told)
window.mainloop()
"""


@contextmanager
def running(width: int = 640, height: int = 480) -> Iterator[str]:
    """The name of a screen, as DISPLAY has it."""
    if shutil.which("Xvfb") is None:
        pytest.skip("skipped, because Xvfb is not installed")
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, pass_fds=[writing], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        os.close(writing)
        with os.fdopen(reading) as told:
            number = told.readline().strip()
        try:
            assert number, "Xvfb did not start"
            yield f":{number}"
        finally:
            server.terminate()


@contextmanager
def managed(display: str) -> Iterator[None]:
    """Windows on ``display`` are placed, and named to whoever asks, by a window manager."""
    if shutil.which("openbox") is None:
        pytest.skip("skipped, because openbox is not installed")
    environment = {**os.environ, "DISPLAY": display}
    command = ["openbox", "--startup", "echo is ready"]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as manager:
        assert manager.stdout is not None
        try:
            assert any(line == "is ready\n" for line in manager.stdout), "openbox did not start"
            yield
        finally:
            manager.terminate()


@contextmanager
def window(display: str) -> Iterator[Callable[[bool], None]]:
    """A window on ``display``, which fills the screen or not, as it is told.

    It has a process of its own: Tk keeps its connection, and ends the process when the server ends.
    """
    environment = {**os.environ, "DISPLAY": display}
    command = [sys.executable, "-c", _WINDOW]
    with subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, text=True) as child:
        assert child.stdin is not None
        told = child.stdin

        def fill(full: bool) -> None:
            told.write("full\n" if full else "plain\n")
            told.flush()

        yield fill
        told.close()
