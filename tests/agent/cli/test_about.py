"""``about``."""

from pathlib import Path

import pytest

from barometer_agent import __version__
from barometer_agent.cli.main import main
from barometer_agent.service import Service


def test_it_is_told_in_the_terminal_also_without_a_service(short_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(short_dir), "about"]) == 0
    shown = capsys.readouterr().out
    assert f"This is version {__version__}." in shown
    assert "not running, as now" in shown
    assert f"in {short_dir} on this laptop" in shown


def test_the_rules_are_those_of_the_service(
    service: Service, short_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--data", str(short_dir), "about"]) == 0
    assert "At most 2 questions in 30 days" in capsys.readouterr().out


def test_it_is_shown_on_a_page(short_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.delenv("DISPLAY", raising=False)
    assert main(["--data", str(short_dir), "about", "--page", "--language", "nl"]) == 0
    assert "<h1>Over Barometer</h1>" in (tmp_path / "barometer-pages" / "about.html").read_text("utf-8")
