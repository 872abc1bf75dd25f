from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometer_agent.sources.macos import focus


@pytest.mark.parametrize(("name", "is_on"), [("focus_on.json", True), ("focus_off.json", None)])
def test_what_somebody_switched_on_is_told_and_no_record_tells_nothing(
    name: str, is_on: bool | None, captured: Callable[[str], str], tmp_path: Path
) -> None:
    folder = tmp_path / "Library" / "DoNotDisturb" / "DB"
    folder.mkdir(parents=True)
    (folder / "Assertions.json").write_text(captured(name))
    assert focus.is_on(tmp_path) is is_on


def test_a_folder_that_may_not_be_read_tells_nothing(tmp_path: Path) -> None:
    assert focus.is_on(tmp_path) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "5",
        "null",
        "{}",
        '{"data": 5}',
        '{"data": [5, {}]}',
        '{"data": [{"storeAssertionRecords": {}}]}',
        "[" * 99_999,
    ],
)
def test_a_file_of_another_shape_tells_nothing(text: str) -> None:
    assert focus.parse(text) is None


@given(st.text())
def test_no_text_whatever_is_a_fault(text: str) -> None:
    assert focus.parse(text) is None
