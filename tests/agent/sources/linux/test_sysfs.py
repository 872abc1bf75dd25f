from pathlib import Path

import pytest

from barometer_agent.sources.linux import sysfs


@pytest.mark.parametrize(
    ("told", "number"),
    [("12\n", 12), ("-12\n", -12), ("0x1003\n", 4099), ("0\n", 0), ("", None), ("N/A\n", None), ("1.5", None)],
)
def test_a_value_is_a_text_and_where_it_is_one_a_number(tmp_path: Path, told: str, number: int | None) -> None:
    (tmp_path / "value").write_text(told)
    assert sysfs.text(tmp_path / "value") == told.strip()
    assert sysfs.number(tmp_path / "value") == number


def test_figures_of_another_script_are_no_number(tmp_path: Path) -> None:
    (tmp_path / "value").write_text("\N{ARABIC-INDIC DIGIT THREE}", encoding="utf-8")
    assert sysfs.number(tmp_path / "value") is None


def test_a_file_that_is_not_there_or_cannot_be_read_tells_nothing(tmp_path: Path) -> None:
    assert sysfs.text(tmp_path / "value") == ""
    assert sysfs.number(tmp_path / "value") is None
    assert sysfs.text(tmp_path) == ""  # a folder, for a read that fails after the file was opened
