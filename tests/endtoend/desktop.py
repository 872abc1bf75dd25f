"""A desktop that nobody looks at: a screen, a window manager, a session bus and a panel with a place for icons."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.agent.sources.linux import real_screen
from tests.eventually import eventually

NEEDED = ("Xvfb", "dbus-daemon", "openbox", "xfce4-panel", "xdotool", "import")
AGENT = Path(sys.executable).parent / "barometer-agent"
WIDTH, HEIGHT = 1280, 800
_PANEL = """<?xml version="1.1" encoding="UTF-8"?>
<channel name="xfce4-panel" version="1.0">
  <property name="configver" type="int" value="2"/>
  <property name="panels" type="array">
    <value type="int" value="1"/>
    <property name="dark-mode" type="bool" value="true"/>
    <property name="panel-1" type="empty">
      <property name="position" type="string" value="p=8;x=640;y=784"/>
      <property name="length" type="uint" value="100"/>
      <property name="position-locked" type="bool" value="true"/>
      <property name="size" type="uint" value="32"/>
      <property name="plugin-ids" type="array"><value type="int" value="1"/><value type="int" value="2"/></property>
    </property>
  </property>
  <property name="plugins" type="empty">
    <property name="plugin-1" type="string" value="separator">
      <property name="expand" type="bool" value="true"/>
    </property>
    <property name="plugin-2" type="string" value="systray"/>
  </property>
</channel>
"""
_SESSION = """<busconfig>
  <type>session</type>
  <listen>unix:path={folder}/bus</listen>
  <standard_session_servicedirs/>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""
Point = tuple[int, int]
Colour = tuple[int, int, int]


class Desktop:
    """What a person can do on it, and see."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.environment = dict(environment)

    @contextmanager
    def program(self, *command: str) -> Iterator[subprocess.Popen[bytes]]:
        """A program of this session, ended when it is no longer needed."""
        quiet = subprocess.DEVNULL
        with subprocess.Popen(command, env=self.environment, stdin=quiet, stdout=quiet, stderr=quiet) as process:
            try:
                yield process
            finally:
                process.terminate()

    @contextmanager
    def panel(self) -> Iterator[None]:
        """The panel, for as long as it runs."""
        with self.program("xfce4-panel", "--disable-wm-check"):
            eventually(lambda: self._told("xdotool", "search", "--onlyvisible", "--class", "xfce4-panel"), 30)
            yield

    def everything(self) -> list[str]:
        """The numbers of all windows that are seen; an open menu is one."""
        return self._told("xdotool", "search", "--onlyvisible", "--class", ".").split()

    def click(self, where: Point, button: int = 1) -> None:
        self._told("xdotool", "mousemove", *map(str, where), "click", str(button))

    def press(self, *keys: str) -> None:
        for key in keys:
            self._told("xdotool", "key", key)

    def windows(self, title: str) -> list[str]:
        """The numbers of the windows of this title that are seen."""
        return self._told("xdotool", "search", "--onlyvisible", "--name", f"^{title}$").split()

    def give_keys_to(self, window: str) -> None:
        """As a click on it would."""
        self._told("xdotool", "windowfocus", "--sync", window)

    def do_not_disturb(self, on: bool) -> None:
        """The switch of Xfce's notifications."""
        setting = ("--channel", "xfce4-notifyd", "--property", "/do-not-disturb")
        subprocess.run(
            ("xfconf-query", *setting, "--create", "--type", "bool", "--set", str(on).lower()),
            env=self.environment,
            timeout=30,
            check=True,
        )

    def focused(self) -> str:
        """The number of the window that the keys go to."""
        return self._told("xdotool", "getwindowfocus").strip()

    def place_of(self, colour: Colour) -> Point | None:
        """The middle of what has this colour on the screen."""
        shown = subprocess.run(
            ("import", "-silent", "-window", "root", "-depth", "8", "rgb:-"),
            env=self.environment,
            capture_output=True,
            timeout=30,
            check=True,
        ).stdout
        found = [at // 3 for at in _places(shown, bytes(colour)) if at % 3 == 0]
        columns, rows = [at % WIDTH for at in found], [at // WIDTH for at in found]
        return ((min(columns) + max(columns)) // 2, (min(rows) + max(rows)) // 2) if len(found) > 20 else None

    def picture(self, path: Path) -> None:
        """What is seen, as a file."""
        subprocess.run(
            ("import", "-silent", "-window", "root", str(path)), env=self.environment, timeout=30, check=True
        )

    def _told(self, *command: str) -> str:
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, timeout=30, check=False)
        return done.stdout


@contextmanager
def switched_on(folder: Path) -> Iterator[Desktop]:
    """A desktop without a panel, whose settings lie in ``folder``; skips where a part of it is missing."""
    if missing := [name for name in NEEDED if shutil.which(name) is None]:
        pytest.skip(f"{', '.join(missing)}: not installed")
    with ExitStack() as everything:
        environment = _environment(folder, everything.enter_context(real_screen.running(WIDTH, HEIGHT)))
        desktop = Desktop(environment)
        (folder / "bus.conf").write_text(_SESSION.format(folder=folder))
        bus = ("dbus-daemon", f"--config-file={folder}/bus.conf", "--nofork", "--nosyslog", "--nopidfile")
        everything.enter_context(desktop.program(*bus))
        eventually((folder / "bus").exists, 30)
        everything.enter_context(desktop.program("openbox"))
        yield desktop


def seconds_until(what: Callable[[], Any], at_most: float = 30.0) -> float:
    """How long it took until ``what()`` was true."""
    began = time.monotonic()
    while not what():
        if time.monotonic() - began > at_most:
            pytest.fail(f"did not happen within {at_most} s")
    return time.monotonic() - began


def _environment(folder: Path, display: str) -> dict[str, str]:
    settings = folder / "config" / "xfce4" / "xfconf" / "xfce-perchannel-xml"
    settings.mkdir(parents=True)
    (settings / "xfce4-panel.xml").write_text(_PANEL)
    (folder / "run").mkdir(mode=0o700)
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "DISPLAY": display,
        "DBUS_SESSION_BUS_ADDRESS": f"unix:path={folder}/bus",
        "XDG_CONFIG_HOME": str(folder / "config"),
        "XDG_CACHE_HOME": str(folder / "cache"),
        "XDG_RUNTIME_DIR": str(folder / "run"),
        "XDG_CURRENT_DESKTOP": "XFCE",
        "NO_AT_BRIDGE": "1",
        "GSETTINGS_BACKEND": "memory",
    }


def _places(text: bytes, part: bytes) -> Iterator[int]:
    at = text.find(part)
    while at >= 0:
        yield at
        at = text.find(part, at + 1)
