"""Settings: files, drop-ins, environment, flags."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from barometer_agent.config import Config, default_data_dir, default_file, load
from barometer_agent.settings import SettingError


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def test_flags_beat_the_environment_which_beats_drop_ins_which_beat_the_file(tmp_path: Path) -> None:
    main = write(tmp_path / "agent.toml", 'interval_seconds = 10\nspool_quota_mb = 10\nlog_level = "info"\n')
    write(tmp_path / "agent.d" / "20-later.toml", "interval_seconds = 30\nspool_quota_mb = 30\n")
    write(tmp_path / "agent.d" / "10-first.toml", "interval_seconds = 20\n")
    config = load(main, {"BAROMETER_INTERVAL_SECONDS": "40"}, {"server_url": "http://localhost:1", "proxy": None})
    assert (config.interval_seconds, config.spool_quota_mb, config.log_level) == (40, 30, "info")
    assert (config.server_url, config.proxy) == ("http://localhost:1", None)
    assert load(main, {"BAROMETER_INTERVAL_SECONDS": "40"}, {"interval_seconds": "50"}).interval_seconds == 50


def test_an_unknown_setting_stops_it_and_names_its_file(tmp_path: Path) -> None:
    main = write(tmp_path / "agent.toml", "")
    dropped = write(tmp_path / "agent.d" / "policy.toml", "intervall = 10\n")
    with pytest.raises(SettingError, match=rf"intervall = 10 \({dropped}\): there is no such setting; known are"):
        load(main, {})


def test_a_wrong_value_stops_it_wherever_it_stands(tmp_path: Path) -> None:
    main = write(tmp_path / "agent.toml", "interval_seconds = 1\n")
    with pytest.raises(SettingError, match=rf"interval_seconds = 1 \({main}\): write a whole number from 5 to 3600"):
        load(main, {})
    with pytest.raises(SettingError, match=r"\(BAROMETER_LOG_LEVEL\): choose one of debug"):
        load(write(tmp_path / "empty.toml", ""), {"BAROMETER_LOG_LEVEL": "loud"})


def test_a_file_that_is_no_toml_is_named(tmp_path: Path) -> None:
    main = write(tmp_path / "agent.toml", "interval_seconds: 10\n")
    with pytest.raises(SettingError, match=rf"\({main}\): write it as TOML"):
        load(main, {})


def test_a_file_that_was_asked_for_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="name a file that exists"):
        load(tmp_path / "missing.toml", {})


def test_other_names_of_the_environment_are_somebody_elses(tmp_path: Path) -> None:
    assert load(write(tmp_path / "a.toml", ""), {"BAROMETER_PORT": "8600"}) == Config()


def test_a_collector_without_tls_elsewhere_must_be_allowed_in_so_many_words(tmp_path: Path) -> None:
    main = write(tmp_path / "agent.toml", 'server_url = "http://barometer.example.org"\n')
    with pytest.raises(SettingError, match=rf"server_url = .* \({main}\): write https://.*allow_plain_http"):
        load(main, {})
    assert load(main, {"BAROMETER_ALLOW_PLAIN_HTTP": "true"}).server_url == "http://barometer.example.org"
    write(tmp_path / "agent.d" / "test.toml", "allow_plain_http = true\n")
    assert load(main, {}).allow_plain_http


def test_the_socket_lies_with_the_data_unless_told_otherwise(tmp_path: Path) -> None:
    assert Config(data_dir=tmp_path).socket_dir == tmp_path
    assert Config(data_dir=tmp_path, run_dir=Path("/run/x")).socket_dir == Path("/run/x")


def test_there_are_places_for_a_system_wide_installation() -> None:
    assert default_file().name == "agent.toml"
    assert default_data_dir().is_absolute()


@contextmanager
def somebody() -> Iterator[None]:
    """Without rights, until it ends."""
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="only root can become somebody without rights")
@pytest.mark.parametrize("folder_mode", [0o755, 0o700])
def test_settings_that_are_closed_to_a_person_keep_nobody_from_the_service(short_dir: Path, folder_mode: int) -> None:
    short_dir.chmod(0o755)
    folder = short_dir / "etc"
    folder.mkdir()
    file = folder / "agent.toml"
    file.write_text("interval_seconds = 10\n", "utf-8")
    file.chmod(0o600)
    folder.chmod(folder_mode)
    with somebody():
        assert load(file, {}, as_far_as_readable=True) == Config()
        with pytest.raises(SettingError, match="make it readable"):
            load(file, {})
    assert load(file, {}, as_far_as_readable=True) == Config(interval_seconds=10)


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="only root can become somebody without rights")
def test_settings_that_belong_to_the_service_are_passed_over_by_a_person(short_dir: Path) -> None:
    short_dir.chmod(0o755)
    file = short_dir / "agent.toml"
    file.write_text("interval_seconds = 10\n", "utf-8")
    file.chmod(0o644)
    os.chown(file, 54_321, 54_321)
    with somebody():
        assert load(file, {}, as_far_as_readable=True) == Config()
        with pytest.raises(SettingError, match="owner"):
            load(file, {})


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="only root can become somebody without rights")
def test_a_policy_that_the_service_may_not_read_stops_it(short_dir: Path) -> None:
    short_dir.chmod(0o755)
    folder = short_dir / "agent.d"
    folder.mkdir(mode=0o700)
    (folder / "policy.toml").write_text("interval_seconds = 10\n", "utf-8")
    file = short_dir / "agent.toml"
    file.write_text("", "utf-8")
    file.chmod(0o644)
    with somebody():
        with pytest.raises(SettingError, match=rf"\({folder}\): make it readable"):
            load(file, {})
        assert load(file, {}, as_far_as_readable=True) == Config()
    assert load(file, {}) == Config(interval_seconds=10)
