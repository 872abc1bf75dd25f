"""A screen of one's own by the real Xvfb, with the real openbox as its window manager."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

import pytest


@contextmanager
def running() -> Iterator[str]:
    """The name of a screen, as DISPLAY has it."""
    if shutil.which("Xvfb") is None:
        pytest.skip("skipped, because Xvfb is not installed")
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "640x480x24", "-nolisten", "tcp"]
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
