"""The languages of a person on a Mac."""

import plistlib
from pathlib import Path

import pytest

from barometer_agent.sources.macos.own_languages import of_home, parse


def kept(home: Path, content: bytes) -> Path:
    folder = home / "Library" / "Preferences"
    folder.mkdir(parents=True)
    (folder / ".GlobalPreferences.plist").write_bytes(content)
    return home


def test_they_are_told_in_the_order_of_the_person(tmp_path: Path) -> None:
    settings = {"AppleLanguages": ["nl-NL", "en-GB"], "AppleLocale": "nl_NL"}
    assert of_home(kept(tmp_path, plistlib.dumps(settings, fmt=plistlib.FMT_BINARY))) == ("nl-NL", "en-GB")


@pytest.mark.parametrize(
    "content", [b"", b"bplist00", plistlib.dumps(["nl"]), plistlib.dumps({"AppleLanguages": "nl"})]
)
def test_what_is_no_list_of_languages_tells_none(tmp_path: Path, content: bytes) -> None:
    assert of_home(kept(tmp_path, content)) == ()


def test_without_the_file_nothing_is_told(tmp_path: Path) -> None:
    assert of_home(tmp_path) == ()


def test_only_texts_are_languages() -> None:
    assert parse({"AppleLanguages": [3, "en", None]}) == ("en",)
