from collections.abc import Callable
from pathlib import Path

import pytest

from barometer_agent.sampler import NoData
from barometer_agent.sources.macos import interfaces


def test_kinds_are_known_whatever_the_language_of_their_names(captured: Callable[[str], str]) -> None:
    assert interfaces.parse(captured("interfaces.plist").encode()) == {
        "en0": "wifi",
        "en5": "wired",
        "en7": "mobile",
        "bridge0": "other",
    }


def test_without_the_list_no_kind_is_known(tmp_path: Path) -> None:
    assert interfaces.read(tmp_path / "none") == {}
    (tmp_path / "broken").write_text("<plist")
    assert interfaces.read(tmp_path / "broken") == {}


@pytest.mark.parametrize("text", ["<array/>", "<dict/>", "<dict><key>Interfaces</key><string>x</string></dict>"])
def test_a_list_without_interfaces_is_empty(text: str) -> None:
    assert interfaces.parse(f'<plist version="1.0">{text}</plist>'.encode()) == {}


def test_what_is_no_list_says_so() -> None:
    with pytest.raises(NoData, match=r"NetworkInterfaces\.plist gave no property list"):
        interfaces.parse(b"")
