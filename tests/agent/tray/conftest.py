"""A display that nobody looks at: Xvfb, where it is installed."""

import gc
import shutil
import tkinter as tk
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest

from barometer_shared.questions import OpenQuestion, Question
from tests.agent.sources.linux import real_bus, real_screen

SCREEN = (1280, 800)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """A window that is thrown away by a thread other than its own ends the process: Tcl allows that to none."""
    done = yield
    if "display" in getattr(item, "fixturenames", ()):
        gc.collect()
    return done


@pytest.fixture(scope="session")
def display() -> Iterator[str]:
    with real_screen.running(*SCREEN) as name:
        yield name


@pytest.fixture
def root(display: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[tk.Tk]:
    monkeypatch.setenv("DISPLAY", display)
    made = tk.Tk()
    yield made
    try:
        made.destroy()
    except tk.TclError:
        assert not _exists(made)


@pytest.fixture
def press(root: tk.Tk) -> Callable[[str], None]:
    """A key, as if somebody pressed it."""

    def press(key: str) -> None:
        root.update()
        root.focus_force()
        root.update()
        root.event_generate(f"<Key-{key}>")
        if _exists(root):
            root.update()

    return press


@pytest.fixture
def asking(pulse: OpenQuestion) -> Callable[[Question], OpenQuestion]:
    def ask(question: Question) -> OpenQuestion:
        return OpenQuestion("campaign", question, pulse.asker, pulse.why, pulse.expires_at)

    return ask


@pytest.fixture
def bus_address(short_dir: Path) -> Iterator[str]:
    """A bus that nobody else is on."""
    if shutil.which("dbus-daemon") is None:
        pytest.skip("dbus-daemon is not installed")
    with real_bus.running(short_dir) as bus:
        yield bus.address


def _exists(root: tk.Tk) -> bool:
    try:
        return bool(root.winfo_exists())
    except tk.TclError:
        return False
