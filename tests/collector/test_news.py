"""The command that tells people what IT did."""

from pathlib import Path

import pytest

from barometer_collector.cli import main

TOLD = ["--title-en", "New docks", "--title-nl", "Nieuwe docks", "--text-en", "On every desk.", "--text-nl", "Overal."]


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    return str(tmp_path / "data")


def test_news_is_added_listed_and_removed(data: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["news", "add", "--data", data, *TOLD, "--about-en", "docks fail", "--about-nl", "docks haperen"]) == 0
    made = capsys.readouterr().out.strip()
    assert main(["news", "list", "--data", data]) == 0
    listed = capsys.readouterr().out
    assert made in listed
    assert "everybody  New docks" in listed
    assert main(["news", "remove", "--data", data, made]) == 0
    assert main(["news", "remove", "--data", data, made]) == 1
    assert f"there is no news '{made}'" in capsys.readouterr().err


def test_what_cannot_be_told_is_told_to_whoever_asked(data: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["news", "add", "--data", data, *TOLD, "--team", "Nobody"]) == 1
    assert "there is no team 'Nobody'" in capsys.readouterr().err
    assert main(["news", "add", "--data", data, *TOLD, "--about-en", "docks fail"]) == 1
    assert "give it in both" in capsys.readouterr().err
