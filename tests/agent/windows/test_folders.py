"""Who has a hand in the agent's folders. What a Windows does about it is tried on one of Wine (tests/windows)."""

import stat
from pathlib import Path

import pytest

from barometer_agent import language
from barometer_agent.sampler import NoData
from barometer_agent.windows.folders import StrangerError, close_to_others, is_link


@pytest.mark.parametrize(
    ("mode", "attributes", "linked"),
    [
        (stat.S_IFDIR, stat.FILE_ATTRIBUTE_DIRECTORY, False),
        (stat.S_IFDIR, stat.FILE_ATTRIBUTE_DIRECTORY | stat.FILE_ATTRIBUTE_REPARSE_POINT, True),  # a junction
        (stat.S_IFLNK, stat.FILE_ATTRIBUTE_REPARSE_POINT, True),
        (stat.S_IFREG, stat.FILE_ATTRIBUTE_ARCHIVE, False),
    ],
)
def test_a_link_is_seen_whatever_kind_it_is(mode: int, attributes: int, linked: bool) -> None:
    assert is_link(mode, attributes) is linked


def test_the_error_names_what_was_found_and_the_fix_in_both_languages() -> None:
    found = StrangerError([r"C:\ProgramData\Barometer\agent.d\x.toml (S-1-5-21-1)"]).found
    for code, fix in (("en", "delete or rename them"), ("nl", "verwijder of hernoem ze")):
        text = language.speaker(code)("service.strangers", found=found)
        assert r"agent.d\x.toml (S-1-5-21-1)" in text
        assert fix in text


def test_elsewhere_there_are_no_such_rules(tmp_path: Path) -> None:
    with pytest.raises(NoData):
        close_to_others(tmp_path, "O:BAD:P", ())
