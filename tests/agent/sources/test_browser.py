"""The person's own browser, played by programs of the test."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from barometer_agent.sources import browser
from tests.eventually import eventually

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="programs of Linux are played")

Play = Callable[[str, str], None]


@pytest.fixture
def play(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Play:
    """Have a program of this name be a script, before all others of that name."""
    programs = tmp_path / "bin"
    programs.mkdir()
    monkeypatch.setenv("PATH", str(programs), prepend=":")

    def make(name: str, script: str) -> None:
        program = programs / name
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)

    return make


def on_a_desktop(tmp_path: Path, **more: str) -> dict[str, str]:
    return {"PATH": f"{tmp_path / 'bin'}:/usr/bin:/bin", "DISPLAY": ":1", **more}


def test_a_page_is_opened_by_what_this_person_opens_pages_with(tmp_path: Path, play: Play) -> None:
    play("xdg-open", f'printf %s "$1" > {tmp_path}/asked')
    assert browser.open_page(tmp_path / "a b.html", on_a_desktop(tmp_path))
    assert (tmp_path / "asked").read_text() == f"{tmp_path}/a b.html"


def test_an_opener_that_fails_or_is_not_there_is_told(tmp_path: Path, play: Play) -> None:
    play("xdg-open", "exit 4")
    assert not browser.open_page(tmp_path / "a.html", on_a_desktop(tmp_path))
    assert not browser.open_page(tmp_path / "a.html", {"PATH": str(tmp_path), "DISPLAY": ":1"})


def test_an_opener_that_is_the_browser_itself_is_not_waited_for(tmp_path: Path, play: Play) -> None:
    play("xdg-open", f"while [ ! -e {tmp_path}/end ]; do sleep 0.01; done; : > {tmp_path}/ended")
    assert browser.open_page(tmp_path / "a.html", on_a_desktop(tmp_path), within=0.05)
    assert not (tmp_path / "ended").exists()
    (tmp_path / "end").touch()
    eventually((tmp_path / "ended").exists)


@pytest.mark.parametrize("environment", [{}, {"DISPLAY": ""}, {"DISPLAY": ":1", "SUDO_UID": "1000"}])
def test_without_a_desktop_of_ones_own_nothing_is_opened(
    tmp_path: Path, play: Play, environment: dict[str, str]
) -> None:
    play("xdg-open", f": > {tmp_path}/asked")
    assert not browser.open_page(tmp_path / "a.html", {"PATH": f"{tmp_path / 'bin'}:/usr/bin:/bin", **environment})
    assert not (tmp_path / "asked").exists()


def test_a_mac_opens_what_it_is_told_and_has_a_desktop_always() -> None:
    assert browser.opener_of({}, "darwin") == "/usr/bin/open"


def test_a_desktop_of_wayland_is_one_too(tmp_path: Path, play: Play) -> None:
    play("xdg-open", "exit 0")
    environment = {"PATH": f"{tmp_path / 'bin'}:/usr/bin:/bin", "WAYLAND_DISPLAY": "wayland-0"}
    assert browser.open_page(tmp_path / "a.html", environment)


@pytest.mark.parametrize(
    ("told", "sees"),
    [
        ("firefox_firefox.desktop", False),
        ("firefox-esr.desktop", True),
        ("", True),
        ("../applications/firefox_firefox.desktop", True),
    ],
)
def test_a_browser_that_is_a_snap_sees_no_hidden_folders(tmp_path: Path, play: Play, told: str, sees: bool) -> None:
    snaps = tmp_path / "applications"
    snaps.mkdir()
    (snaps / "firefox_firefox.desktop").touch()
    play("xdg-mime", f'[ "$*" = "query default text/html" ] && echo "{told}"')
    assert browser.sees_hidden_folders(snaps) is sees


def test_where_there_are_no_snaps_nothing_is_asked(tmp_path: Path, play: Play) -> None:
    play("xdg-mime", f": > {tmp_path}/asked")
    assert browser.sees_hidden_folders(tmp_path / "none")
    assert not (tmp_path / "asked").exists()


def test_a_system_that_cannot_tell_is_taken_for_the_usual(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert browser.sees_hidden_folders(tmp_path)
