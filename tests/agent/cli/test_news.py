"""``news``."""

from pathlib import Path

import pytest

from barometer_agent.cli.main import main


def test_it_is_told_in_the_terminal(reporting: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(reporting), "news"]) == 0
    assert "IT has not written anything yet." in capsys.readouterr().out


def test_it_is_shown_on_a_page(reporting: Path, pages: Path) -> None:
    assert main(["--data", str(reporting), "news", "--page"]) == 0
    assert "<h1>What IT did with your answers</h1>" in (pages / "news.html").read_text("utf-8")
