"""A file that has become too long is named."""

from pathlib import Path

import pytest

from tests.workspace.sizes import DATA, MOST_LINES, PRODUCT, ROOT, too_long


def write(root: Path, name: str, lines: int) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("pass\n" * lines)


@pytest.mark.parametrize("name", ["agent/barometer_agent/desk.py", "shared/barometer_shared/metrics/agent.py"])
def test_a_file_that_is_too_long_is_named_with_what_to_do(tmp_path: Path, name: str) -> None:
    write(tmp_path, name, MOST_LINES + 1)
    assert too_long(tmp_path) == [f"{name} has 321 lines, and 320 is the most: make it a folder"]


def test_one_that_is_just_short_enough_is_not(tmp_path: Path) -> None:
    write(tmp_path, "collector/barometer_collector/app.py", MOST_LINES)
    assert too_long(tmp_path) == []


def test_a_language_is_one_file_however_long_and_what_finds_it_is_not(tmp_path: Path) -> None:
    write(tmp_path, "agent/barometer_agent/language/fy.py", 10 * MOST_LINES)
    write(tmp_path, "agent/barometer_agent/language/__init__.py", 10 * MOST_LINES)
    assert [found.split(" ")[0] for found in too_long(tmp_path)] == ["agent/barometer_agent/language/__init__.py"]


def test_every_pattern_still_finds_something() -> None:
    assert all(any(ROOT.glob(pattern)) for pattern in (*PRODUCT, *DATA))
