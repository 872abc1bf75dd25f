"""Where pages lie, and for how long."""

import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from barometer_agent.pages import places
from barometer_agent.pages.places import NoPlaceError

HOME = Path("/home/anna")
NOW = datetime(2026, 9, 21, 14, 13, tzinfo=UTC)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_folder_that_ends_with_the_session_is_best(tmp_path: Path) -> None:
    session = {"XDG_RUNTIME_DIR": str(tmp_path)}
    assert places.candidates(session, HOME, platform="linux") == [
        tmp_path / "barometer-pages",
        HOME / ".cache" / "barometer-agent",
    ]
    for odd in ("", "relative", str(tmp_path / "gone")):
        found = places.candidates({"XDG_RUNTIME_DIR": odd, "XDG_CACHE_HOME": "/var/cache/anna"}, HOME, platform="linux")
        assert found == [Path("/var/cache/anna/barometer-agent")]


def test_a_browser_that_sees_no_hidden_folders_gets_one_in_sight() -> None:
    environment = {"XDG_RUNTIME_DIR": "/"}
    assert places.candidates(environment, HOME, hidden=False, platform="linux") == [HOME / "Barometer"]


@pytest.mark.skipif(sys.platform != "linux", reason="on Linux alone there are two places")
def test_old_pages_are_looked_for_wherever_one_may_lie(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert places.everywhere({}) == [tmp_path / ".cache" / "barometer-agent", tmp_path / "Barometer"]


def test_each_system_has_a_folder_of_the_person() -> None:
    assert places.candidates({}, HOME, platform="darwin") == [HOME / "Library" / "Caches" / "barometer-agent"]
    assert places.candidates({}, HOME, platform="win32") == [HOME / "AppData" / "Local" / "Barometer" / "pages"]
    local = {"LOCALAPPDATA": "/local"}
    assert places.candidates(local, HOME, platform="win32") == [Path("/local") / "Barometer" / "pages"]


def test_what_is_nobodys_alone_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    assert places.usable([tmp_path / "link", tmp_path / "own"]) == tmp_path / "own"
    with pytest.raises(NoPlaceError, match="link"):
        places.usable([tmp_path / "link"])
    with pytest.raises(NoPlaceError, match="link"):
        places.keep(tmp_path / "link", "sent", "x", NOW)


def test_a_page_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    for text in ("one", "twö"):
        page = places.keep(tmp_path / "pages", "sent", text, NOW)
    assert page.read_text("utf-8") == "twö"
    assert names(tmp_path / "pages") == ["sent.html"]


def test_a_page_is_deleted_when_it_is_a_day_old(tmp_path: Path) -> None:
    for name, age in (("sent", timedelta(hours=25)), ("score", timedelta(hours=23))):
        page = places.keep(tmp_path / "pages", name, "x", NOW)
        written = (NOW - age).timestamp()
        os.utime(page, (written, written))
    places.keep(tmp_path / "pages", "news", "x", NOW)
    assert names(tmp_path / "pages") == ["news.html", "score.html"]


def test_sweeping_makes_nothing_and_deletes_only_what_is_old(tmp_path: Path) -> None:
    page = places.keep(tmp_path / "pages", "sent", "x", NOW)
    os.utime(page, (NOW.timestamp(), NOW.timestamp()))
    (tmp_path / "file").write_text("x")
    where = [tmp_path / "none", tmp_path / "file", tmp_path / "pages"]
    places.sweep(where, NOW)
    assert page.exists()
    places.sweep(where, NOW + timedelta(days=2))
    assert not page.exists()
    assert not (tmp_path / "none").exists()
