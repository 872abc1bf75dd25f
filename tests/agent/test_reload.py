"""Settings that change while the service runs."""

import logging
import os
from pathlib import Path

import pytest

from barometer_agent.config import load
from barometer_agent.reload import Settings, stamp
from barometer_agent.settings import SettingError


def test_files_that_stay_the_same_change_nothing(settings: Settings) -> None:
    assert settings.current.spool_quota_mb == 10
    assert settings.changed() is None


def test_a_changed_file_is_read_and_holds_once_it_was_taken(settings: Settings, settings_file: Path) -> None:
    settings_file.write_text("spool_quota_mb = 200\n")
    wanted = settings.changed()
    assert wanted is not None
    assert (wanted.spool_quota_mb, settings.current.spool_quota_mb) == (200, 10)


def test_a_policy_that_is_dropped_or_taken_away_counts(settings: Settings, settings_file: Path) -> None:
    policy = settings_file.with_suffix(".d") / "10-policy.toml"
    policy.parent.mkdir()
    policy.write_text("spool_quota_mb = 20\n")
    wanted = settings.changed()
    assert wanted is not None
    assert wanted.spool_quota_mb == 20
    settings.current = wanted
    policy.unlink()
    back = settings.changed()
    assert back is not None
    assert back.spool_quota_mb == 10


def test_a_wrong_one_is_told_once_and_the_old_one_stays(
    settings: Settings, settings_file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings_file.write_text("spool_quota_mb = 'a lot'\n")
    assert settings.changed() is None
    assert settings.changed() is None
    assert [record.levelno for record in caplog.records] == [logging.ERROR]
    assert "spool_quota_mb = 'a lot'" in caplog.text
    assert settings.current.spool_quota_mb == 10


def test_asked_for_they_are_read_though_no_file_changed(settings_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    environment: dict[str, str] = {}
    settings = Settings(settings_file, lambda: load(settings_file, environment=environment))
    environment["BAROMETER_SPOOL_QUOTA_MB"] = "30"
    assert settings.changed() is None
    wanted = settings.changed(asked=True)
    assert wanted is not None
    assert wanted.spool_quota_mb == 30


def test_a_touched_file_that_says_the_same_changes_nothing(settings: Settings, settings_file: Path) -> None:
    os.utime(settings_file, (1, 1))
    assert settings.changed() is None
    assert settings.changed(asked=True) is None


def test_wrong_settings_at_the_start_stop_it(settings_file: Path) -> None:
    settings_file.write_text("spool_quota_mb = 0\n")
    with pytest.raises(SettingError):
        Settings(settings_file, lambda: load(settings_file, environment={}))


def test_no_files_have_an_empty_stamp(tmp_path: Path) -> None:
    assert stamp(tmp_path / "agent.toml") == ()


def test_a_file_that_only_changed_hands_counts(settings_file: Path) -> None:
    before = stamp(settings_file)
    settings_file.chmod(0o600)
    assert stamp(settings_file) != before
