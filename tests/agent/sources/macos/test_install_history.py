from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from barometer_agent.sampler import NoData
from barometer_agent.sources.macos import install_history


def test_updates_of_macos_are_told_and_others_are_not(captured: Callable[[str], str]) -> None:
    finished = datetime(2026, 11, 15, 20, 41, 7, tzinfo=UTC)
    assert install_history.parse(captured("history.plist").encode()) == (round(finished.timestamp()) * 1_000_000,)


def test_entries_that_say_less_are_left_out(captured: Callable[[str], str]) -> None:
    text = captured("history.plist").replace("<date>2026-11-15T20:41:07Z</date>", "<string>then</string>")
    assert install_history.parse(text.encode()) == ()


def test_without_a_list_nothing_is_known(tmp_path: Path) -> None:
    assert install_history.read(tmp_path / "none") == ()
    broken = tmp_path / "InstallHistory.plist"
    broken.write_text("<plist")
    assert install_history.read(broken) == ()
    with pytest.raises(NoData, match=r"InstallHistory\.plist gave no property list"):
        install_history.parse(b"<plist")
