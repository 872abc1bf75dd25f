"""The command that shows what is kept."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from barometer_collector.cli import main
from barometer_collector.database import Database, sqlite_url
from barometer_collector.migrations.schema import upgrade
from barometer_collector.privacy.retention.promises import promises
from barometer_collector.privacy.retention.rules.budget import Volume
from barometer_collector.privacy.retention.service.keeping import keep
from barometer_collector.settings import load_settings
from tests.collector.privacy.retention.filling import put


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data directory with two scores of a team, one of them older than is kept."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    database = Database(sqlite_url(tmp_path))
    upgrade(database)
    today = int(datetime.now(UTC).timestamp()) // 86_400
    for age in (0, 900):
        put(database, "group_score", day=today - age)
    database.close()
    return tmp_path


def shown(capsys: pytest.CaptureFixture[str], data: Path, *more: str) -> dict[str, str]:
    """The lines by what they are about."""
    assert main(["retention", "--data", str(data), *more]) == 0
    lines = capsys.readouterr().out.splitlines()
    return {line.split("  ")[0]: line for line in lines}


def test_it_shows_what_is_kept_and_what_goes_and_deletes_nothing(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = shown(capsys, data)
    assert {promise.name for promise in promises()} <= set(lines)
    assert "25 months" in lines["group_score"]
    assert "1, before" in lines["group_score"]
    assert "for good" in lines["team"]
    assert "while needed" in lines["open_batch"]
    assert shown(capsys, data, "--dry-run") == lines
    assert any("once an hour" in line for line in lines.values())


def test_after_a_run_it_tells_of_the_disk(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings, database = load_settings({"data_dir": data}, {}), Database(sqlite_url(data))
    now = datetime.now(UTC)
    for days_ago in (2, 0):
        keep(database, settings, now - timedelta(days=days_ago), lambda: Volume(10**12, 10**9), lambda: None)
    database.close()
    lines = shown(capsys, data)
    assert "1, before" not in lines["group_score"]
    assert any(line.startswith("in use ") and "which may take" in line for line in lines)
    assert any(line.startswith("it grows by ") for line in lines)


def test_other_settings_can_be_tried_and_go_a_day_further_each_hour(
    data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, database = load_settings({"data_dir": data}, {}), Database(sqlite_url(data))
    keep(database, settings, datetime.now(UTC), lambda: None, lambda: None)
    today = int(datetime.now(UTC).timestamp()) // 86_400
    put(database, "group_score", day=today - 900)
    database.close()
    monkeypatch.setenv("BAROMETER_KEEP_TEAM_SCORES_MONTHS", "4")
    line = shown(capsys, data)["group_score"]
    assert "4 months" in line
    assert "a day more each hour, until" in line
