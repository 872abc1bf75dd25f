"""The command that asks people anonymously."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from barometer_collector.ballots import service as ballots
from barometer_collector.cli import main
from barometer_collector.migrations import schema
from barometer_collector.settings import load_settings
from tests.collector.voters import office


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A collector with two teams whose laptops were heard of just now."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    settings = load_settings({"data_dir": str(tmp_path / "data")}, {})
    database = schema.open_current(settings.database_url)
    office(database, settings, [("Finance", 6), ("Board", 2)])
    with database.writing() as session:
        now = int(datetime.now(UTC).timestamp() * 1000)
        session.connection().execute(text("UPDATE device SET last_seen_at = :now"), {"now": now})
    database.close()
    return str(tmp_path / "data")


def test_a_round_is_opened_and_listed_with_the_hash_of_its_keys(data: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["round", "open", "--data", data, "--days", "7"]) == 0
    told = capsys.readouterr().out
    assert re.match(r"opened pulse-anonymous-\d{4}-\d\d-\d\d, until \d{4}-\d\d-\d\d \d\d:00 UTC\n", told)
    assert "  Finance: 6 laptops\n" in told
    assert "not asked, as they are too few even together: 2 laptops" in told
    assert main(["round", "list", "--data", data]) == 0
    database = schema.open_current(load_settings({"data_dir": data}, {}).database_url)
    (figure,) = ballots.figures(database)
    database.close()
    assert f"keys {figure.keys}\n  Finance: 6 laptops\n" in capsys.readouterr().out


def test_a_second_round_is_refused_while_one_is_open(data: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["round", "open", "--data", data]) == 0
    assert main(["round", "open", "--data", data]) == 1
    assert "an anonymous round is open" in capsys.readouterr().err


@pytest.mark.parametrize("days", ["1", "29", "x"])
def test_a_length_that_no_round_has_is_refused(data: str, days: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["round", "open", "--data", data, "--days", days])
    assert "not a whole number from 2 to 28" in capsys.readouterr().err
