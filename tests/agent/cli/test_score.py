"""``score``."""

from pathlib import Path

import pytest

from barometer_agent.cli.main import main


def test_it_is_told_in_the_terminal(reporting: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(reporting), "score"]) == 0
    assert "The score of this laptop is 61.5 of 100: average." in capsys.readouterr().out


def test_it_is_shown_on_a_page(reporting: Path, pages: Path) -> None:
    assert main(["--data", str(reporting), "score", "--page"]) == 0
    assert "<h1>The score of this laptop</h1>" in (pages / "score.html").read_text("utf-8")
