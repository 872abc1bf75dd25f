"""Showing a page, with a browser that the test plays."""

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from barometer_agent.cli import showing
from barometer_agent.cli.command import Call
from barometer_agent.link.address import LinkError
from barometer_agent.link.client import NotRunningError, RefusedError


@pytest.fixture
def desktop(pages: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a session whose browser notes in ``opened`` what it was given."""
    session = pages.parent
    opener = session / "xdg-open"
    opener.write_text(f'#!/bin/sh\nprintf %s "$1" > {session}/opened\n')
    opener.chmod(0o755)
    monkeypatch.setenv("PATH", f"{session}:{os.environ['PATH']}")
    monkeypatch.setenv("DISPLAY", ":1")
    monkeypatch.delenv("SUDO_UID", raising=False)
    return session


def test_a_page_is_kept_in_the_folder_that_it_was_told_and_opened(
    desktop: Path, make_call: Callable[..., Call], capsys: pytest.CaptureFixture[str]
) -> None:
    page = desktop / "barometer-pages" / "sent.html"
    asked: list[tuple[Path, datetime]] = []

    def make(folder: Path, now: datetime) -> str:
        asked.append((folder, now))
        return "<p>x"

    assert showing.show(make_call(), "sent", make) == 0
    assert page.read_text() == "<p>x"
    assert (desktop / "opened").read_text() == str(page)
    assert capsys.readouterr().out == f"Opened in your browser: {page}\n"
    ((folder, now),) = asked
    assert folder == page.parent
    assert now.utcoffset() is not None


def test_without_a_browser_the_path_is_told(
    pages: Path, make_call: Callable[..., Call], capsys: pytest.CaptureFixture[str]
) -> None:
    assert showing.show(make_call("nl"), "news", lambda _folder, _now: "<p>x") == 0
    assert str(pages / "news.html") in capsys.readouterr().out


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (RefusedError("report_offline"), "De collector is nu niet bereikbaar."),
        (NotRunningError("no service answers"), "werkt geen service"),
        (LinkError("strange", "strange"), "De service antwoordt niet zoals het hoort"),
    ],
)
def test_why_there_is_nothing_to_show_stands_on_the_page_too(
    desktop: Path, make_call: Callable[..., Call], error: LinkError, words: str
) -> None:
    def fail(_folder: Path, _now: datetime) -> str:
        raise error

    with pytest.raises(type(error)):
        showing.show(make_call("nl"), "score", fail)
    page = Path((desktop / "opened").read_text()).read_text("utf-8")
    assert "<h1>De score van deze laptop</h1>" in page
    assert words in page


def test_a_page_that_is_in_passing_is_gone_at_the_end(desktop: Path, make_call: Callable[..., Call]) -> None:
    with showing.passing(make_call(), "question") as (open_page, made):
        assert open_page("<p>x")
        page = Path((desktop / "opened").read_text())
        assert page.read_text() == "<p>x"
        assert page.stat().st_mode & 0o077 == 0
        assert made
    assert not page.exists()


def test_a_page_that_no_browser_opens_is_gone_too(pages: Path, make_call: Callable[..., Call]) -> None:
    with showing.passing(make_call(), "question") as (open_page, _):
        assert not open_page("<p>x")
    assert list(pages.iterdir()) == []
