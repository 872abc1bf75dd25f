"""Since when a person's account is on this laptop."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from barometer_agent.sampler import NoData, Reason
from barometer_agent.sources import arrival

Asked = list[tuple[object, ...]]
CAME = datetime(2024, 3, 1, 8, 0, tzinfo=UTC)


def test_each_system_is_asked_about_the_home(stand_in: Callable[[str, object], Asked], tmp_path: Path) -> None:
    asked = stand_in("arrival", CAME)
    assert [arrival.read(tmp_path, platform) for platform in ("linux", "win32", "darwin")] == [CAME] * 3
    assert asked == [("linux", tmp_path), ("windows", tmp_path), ("macos", tmp_path)]


@pytest.mark.parametrize(
    "fault", [NoData(Reason("nothing", "niets")), PermissionError(13, "no"), OverflowError(), ValueError("year")]
)
def test_what_cannot_be_read_is_not_known(
    stand_in: Callable[[str, object], Asked], fault: Exception, tmp_path: Path
) -> None:
    stand_in("arrival", fault)
    assert arrival.read(tmp_path, "win32") is None


def test_a_home_that_is_not_there_is_not_known(tmp_path: Path) -> None:
    assert arrival.read(tmp_path / "gone") is None


def test_a_home_was_made_before_now() -> None:
    found = arrival.of_this_account()
    assert found is None or found <= datetime.now(UTC)


def test_an_account_without_a_home_came_at_no_known_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> Path:
        raise RuntimeError("no home")

    monkeypatch.setattr(Path, "home", gone)
    assert arrival.of_this_account() is None
