"""The command that scores history again under another model."""

from pathlib import Path

import pytest

import barometer_collector.scoring
from barometer_collector.cli import main

MODEL = Path(barometer_collector.scoring.__path__[0]) / "model.toml"


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    return str(tmp_path / "data")


def test_the_difference_between_two_models_is_printed(
    data: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["replay", "--data", data, "--model", str(MODEL), "--days", "2"]) == 0
    assert "group" in capsys.readouterr().out


def test_a_model_that_cannot_be_used_is_told(data: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text("name = ")
    assert main(["replay", "--data", data, "--model", str(broken)]) == 2
    assert "broken.toml" in capsys.readouterr().err


@pytest.mark.parametrize("days", ["0", "-3", "4000"])
def test_days_that_cannot_be_meant_are_told(data: str, days: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["replay", "--data", data, "--model", str(MODEL), f"--days={days}"]) == 2
    assert f"--days is {days}" in capsys.readouterr().err
