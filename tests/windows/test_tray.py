"""The tray as it is installed, in the panel of a desktop under Wine: a click, a menu, and an answer that arrives.

Wine gives its icons to the panel of Linux, as it does for everybody who runs programs of Windows there. What it cannot
show stands in installers/windows/README.md.
"""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psutil
import pytest
from installers.windows import product
from installers.windows.runtime import cache_folder, runtime

from barometer_agent.language import speaker
from barometer_agent.link.messages import Questions
from barometer_agent.tray import menu
from barometer_agent.tray.icon import SKIN
from barometer_agent.tray.menu import Entry, Spoken
from barometer_shared.questions import Faces, OpenQuestion
from tests.endtoend.desktop import Desktop, Point, seconds_until, switched_on
from tests.eventually import eventually
from tests.windows.conftest import USER, Laptop, Server
from tests.windows.wine import Wine, ended, missing, temporary, to_windows

TITLE = "Barometer"
OPEN = OpenQuestion("pulse", Faces({"en": "How?"}), {"en": "IT"}, {"en": "It helps."}, 0)
SECONDS = 60
# Of Linux it is half a second; here Wine loads Windows' programs, on a machine that has other things to do.
MOST_SECONDS = 8.0
# The lines of Wine's menus: above the first and below the last one, and what is drawn between two.
_EDGE, _BETWEEN = 3, 9
_HIGHEST_TIP = 60


@pytest.fixture(scope="module")
def desktop() -> Iterator[Desktop]:
    folder = Path(tempfile.mkdtemp(prefix="barodesk"))  # sockets need short paths
    try:
        with switched_on(folder) as made, made.panel():
            yield made
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def seen(desktop: Desktop) -> Iterator[Wine]:
    """A Windows that is on that desktop."""
    if absent := missing():
        pytest.skip(f"a Windows needs {absent}, which is not installed")
    with temporary(USER, desktop.environment["DISPLAY"]) as made:
        yield made


@pytest.fixture(scope="module")
def program(seen: Wine) -> Path:
    folder = seen.prefix / "drive_c" / "Program Files" / "Barometer"
    product.make(folder, runtime(cache_folder()))
    return folder / "barometer-agent.exe"


@pytest.fixture
def asked(seen: Wine, program: Path, server: Server, request: pytest.FixtureRequest) -> Iterator[Laptop]:
    """Its laptop, whose service runs and knows what is asked."""
    data = seen.prefix / "drive_c" / "users" / USER / request.node.name[:40]
    made = Laptop(seen, program, data, server)
    made.enrol()
    made.start()
    told = made.agent("answer", "--wait", str(SECONDS))
    assert "How was working" in told.stdout, told.stdout
    yield made
    made.kill()


@dataclass(frozen=True)
class Tray:
    """Where its icon is, and its process."""

    desktop: Desktop
    icon: Point
    process: subprocess.Popen[bytes]

    def opened_menu(self) -> str:
        """The number of the window that its menu is."""
        before = set(self.desktop.everything())
        self.desktop.click(self.icon, button=3)
        return next(iter(eventually(lambda: set(self.desktop.everything()) - before - self.tips(), SECONDS)))

    def tips(self) -> set[str]:
        """What appears where the mouse rests."""
        return {one for one in self.desktop.everything() if self._place_of(one)[3] < _HIGHEST_TIP}

    def choose(self, entry: int, entries: tuple[Entry, ...]) -> None:
        """Open the menu and click on that line; all of ``entries`` are in it."""
        shown = self.opened_menu()
        left, top, _width, height = self._place_of(shown)
        lines = sum(bool(one.label) for one in entries)
        line = (height - 2 * _EDGE - (len(entries) - lines) * _BETWEEN) / lines
        place = next(at for at, one in enumerate(entries) if one.id == entry)
        above = sum(line if one.label else _BETWEEN for one in entries[:place])
        self.desktop.click((left + 30, round(top + _EDGE + above + line / 2)))

    def _place_of(self, window: str) -> tuple[int, ...]:
        """Its left, top, width and height; zeros when it is gone."""
        asked = ("xdotool", "getwindowgeometry", "--shell", window)
        told = subprocess.run(asked, env=self.desktop.environment, capture_output=True, text=True, check=False).stdout
        found = dict(line.split("=") for line in told.split())
        return tuple(int(found.get(name, 0)) for name in ("X", "Y", "WIDTH", "HEIGHT"))


def started(laptop: Laptop) -> subprocess.Popen[bytes]:
    """``tray``, as somebody's session starts it."""
    program = laptop.program.with_name("barometer-agentw.exe")
    arguments = "--data", to_windows(laptop.data), "tray"
    return laptop.wine.start(program, *arguments, environment=laptop.environment)


@contextmanager
def tray(desktop: Desktop, laptop: Laptop) -> Iterator[Tray]:
    with started(laptop) as running:
        try:
            place = eventually(lambda: desktop.place_of(SKIN) or running.poll() is not None, SECONDS)
            assert running.poll() is None, ended(running, SECONDS)[0].decode("utf-8", "replace")
            yield Tray(desktop, place, running)
        finally:
            running.kill()
            print(ended(running, SECONDS)[0].decode("utf-8", "replace"))  # shown where a test fails
            eventually(lambda: desktop.place_of(SKIN) is None, SECONDS)


def windows_of(laptop: Laptop) -> list[int]:
    """The processes of its windows: one that has closed still has to tell the service how it ended."""
    marks = {to_windows(laptop.data), "ask"}
    return [each.pid for each in psutil.process_iter(["cmdline"]) if marks <= set(each.info["cmdline"] or ())]


def test_a_click_opens_the_question_and_a_key_answers_it(desktop: Desktop, asked: Laptop, tmp_path: Path) -> None:
    took: list[float] = []
    before = asked.server.query("select count(*) from answer")[0][0]
    with tray(desktop, asked) as shown:
        desktop.picture(tmp_path / "icon.png")
        for _ in range(3):
            desktop.click(shown.icon)
            took.append(seconds_until(lambda: desktop.windows(TITLE), SECONDS))
            eventually(lambda: desktop.focused() in desktop.windows(TITLE), SECONDS)
            if len(took) < 3:
                desktop.press("Escape")
                eventually(lambda: not windows_of(asked), SECONDS)
        desktop.picture(tmp_path / "question.png")
        desktop.press("5", "Return")
        eventually(lambda: not desktop.windows(TITLE), SECONDS)
        eventually(lambda: asked.server.query("select count(*) from answer")[0][0] == before + 1, SECONDS)
        eventually(lambda: not windows_of(asked), SECONDS)
        seen = set(desktop.everything())
        desktop.click(shown.icon)
        eventually(lambda: set(desktop.everything()) - seen, SECONDS)  # words: no question is open
        desktop.picture(tmp_path / "words.png")
    assert min(took) < MOST_SECONDS, took


def test_what_is_chosen_in_the_menu_holds(desktop: Desktop, asked: Laptop, tmp_path: Path) -> None:
    spoken = Spoken({"en": "English", "nl": "Nederlands"}, "en")
    lines = menu.entries(speaker("en"), Questions([OPEN], []), datetime.now(UTC), spoken)
    with tray(desktop, asked) as shown:
        shown.choose(menu.PAUSE, lines)
        eventually(lambda: "paused until" in asked.agent("prefer").stdout, SECONDS)
        shown.choose(menu.ANSWER, lines)
        eventually(lambda: desktop.windows(TITLE), SECONDS)
        desktop.press("Escape")
        eventually(lambda: not windows_of(asked), SECONDS)
        browsed = browser(asked.wine, tmp_path)
        shown.choose(menu.ABOUT, lines)
        assert eventually(lambda: browsed.exists() and browsed.read_text(), SECONDS).endswith(".html\n")


def browser(wine: Wine, folder: Path) -> Path:
    """Where the address stands of the page that somebody's browser is asked to show from now on."""
    program, browsed = folder / "browser", folder / "browsed"
    program.write_text(f'#!/bin/sh\necho "$1" >>"{browsed}"\n')
    program.chmod(0o755)
    chosen = (r"HKCU\Software\Wine\WineBrowser", "/v", "Browsers", "/d", str(program))
    kind = (r"HKLM\Software\Classes\.html", "/ve", "/d", "htmlfile")  # which every Windows knows, and this Wine not
    assert all(wine.run("reg", "add", *each, "/f").returncode == 0 for each in (chosen, kind))
    return browsed


def test_it_starts_when_a_person_signs_in(asked: Laptop) -> None:
    given = Path(product.__file__).with_name("barometer-tray.reg")
    assert asked.wine.run("reg", "import", to_windows(given)).returncode == 0
    kept = asked.wine.run("reg", "query", r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Run", "/v", "Barometer")
    command = kept.stdout.strip().splitlines()[-1].split("REG_SZ")[1].strip()
    program = asked.program.with_name("barometer-agentw.exe").relative_to(asked.wine.prefix / "drive_c")
    assert command == '"C:\\{}" tray'.format(str(program).replace("/", "\\"))


def test_a_second_one_ends_quietly(desktop: Desktop, asked: Laptop) -> None:
    with tray(desktop, asked) as shown:
        with started(asked) as second:
            output, _errors = ended(second, SECONDS)
        assert (second.returncode, output) == (0, b"")
        assert shown.process.poll() is None


def test_it_closes_when_it_is_asked_to(desktop: Desktop, asked: Laptop) -> None:
    with tray(desktop, asked) as shown:
        asked.wine.run("taskkill", "/im", "barometer-agentw.exe")
        ended(shown.process, SECONDS)
        assert shown.process.returncode == 0
