"""How a collector is set up, and what it says when that is wrong."""

import stat
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from barometer_collector.settings import Budget, Keep, SettingsError, environment_of, load_settings
from barometer_shared.protocol import Target


def test_without_anything_said_the_defaults_hold(tmp_path: Path) -> None:
    settings = load_settings({"data_dir": tmp_path}, {})
    assert (settings.host, settings.port, settings.interval_seconds) == ("127.0.0.1", 8600, 300)
    assert settings.database_url == f"sqlite:///{tmp_path / 'barometer.sqlite'}"
    assert settings.min_respondents == 5


def test_a_flag_wins_over_the_environment(tmp_path: Path) -> None:
    environment = {"BAROMETER_PORT": "1", "BAROMETER_HOST": "::1"}
    settings = load_settings({"data_dir": tmp_path, "port": 2, "host": None}, environment)
    assert (settings.port, settings.host) == (2, "::1")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BAROMETER_PORT", "70000"),
        ("BAROMETER_PORT", "http"),
        ("BAROMETER_MIN_RESPONDENTS", "2"),
        ("BAROMETER_INTERVAL_SECONDS", "4"),
        ("BAROMETER_INTERVAL_SECONDS", "1e3"),
        ("BAROMETER_PUBLIC_URL", "barometer.example.org"),
        ("BAROMETER_MODEL_FILE", "/no/such/model.toml"),
        ("BAROMETER_PULSE_PERCENT", "0"),
        ("BAROMETER_EVENT_QUESTIONS", "crash,weather"),
        ("BAROMETER_ONBOARDING", "perhaps"),
        ("BAROMETER_TARGETS", "intranet"),
        ("BAROMETER_TARGETS", "intranet=ftp://x"),
        ("BAROMETER_TARGETS", ",".join(["a=https://a"] * 20)),
        ("DATABASE_URL", "mysql://x"),
        ("BAROMETER_KEEP_RAW_DAYS", "0"),
        ("BAROMETER_KEEP_DEVICE_DAYS_MONTHS", "2"),
        ("BAROMETER_KEEP_COMMENTS_MONTHS", "14"),
        ("BAROMETER_RAW_BUDGET", "50"),
        ("BAROMETER_RAW_BUDGET", "0 GB"),
        ("BAROMETER_RAW_BUDGET", "91 %"),
    ],
)
def test_a_wrong_value_is_told_with_its_name_and_what_to_do(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=f"{name}.*(expected|leave it out)") as caught:
        load_settings({"data_dir": tmp_path}, {name: value})
    assert value[:40].partition(":")[0] in str(caught.value)


def test_a_password_in_the_database_address_is_never_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings({"data_dir": tmp_path}, {"DATABASE_URL": "mysql://ada:hush@db/x"})
    assert "hush" not in str(caught.value)


def test_a_data_directory_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SettingsError, match="--data"):
        load_settings({"data_dir": tmp_path / "file" / "data"}, {})


def test_the_secret_is_made_once_and_readable_by_nobody_else(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        secrets = set(pool.map(lambda _: load_settings({"data_dir": tmp_path}, {}).secret, range(16)))
    assert len(secrets) == 1
    assert len(secrets.pop()) == 32
    assert [path.name for path in tmp_path.iterdir()] == ["secret"]
    if sys.platform != "win32":
        assert stat.S_IMODE((tmp_path / "secret").stat().st_mode) == 0o600


def test_a_secret_that_was_cut_short_stops_the_collector(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"short")
    with pytest.raises(SettingsError, match="restore it from the backup"):
        load_settings({"data_dir": tmp_path}, {})


def test_several_collectors_may_share_a_secret_from_elsewhere(tmp_path: Path) -> None:
    first = load_settings({"data_dir": tmp_path / "a"}, {"BAROMETER_SECRET_FILE": str(tmp_path / "shared")})
    second = load_settings({"data_dir": tmp_path / "b"}, {"BAROMETER_SECRET_FILE": str(tmp_path / "shared")})
    assert first.secret == second.secret


def test_another_process_gets_the_same_settings(tmp_path: Path) -> None:
    (tmp_path / "model.toml").touch()
    settings = load_settings(
        {"data_dir": tmp_path, "port": 0, "public_url": "https://b.example.org/"},
        {
            "BAROMETER_TARGETS": "intranet=https://i/, vpn=https://v/",
            "BAROMETER_MODEL_FILE": str(tmp_path / "model.toml"),
        },
    )
    assert settings.targets == (Target("intranet", "https://i/"), Target("vpn", "https://v/"))
    assert settings.public_url == "https://b.example.org"
    assert load_settings({}, environment_of(settings)) == settings


def test_which_events_are_asked_about_can_be_chosen(tmp_path: Path) -> None:
    def chosen(value: str) -> tuple[str, ...]:
        return load_settings({"data_dir": tmp_path}, {"BAROMETER_EVENT_QUESTIONS": value}).event_questions

    assert chosen("") == ("crash", "slow_boot", "ticket")
    assert chosen("ticket, crash") == ("crash", "ticket")
    assert chosen("none") == ()


def test_newcomers_are_asked_only_where_that_is_wanted(tmp_path: Path) -> None:
    for value, wanted in (("", False), ("no", False), ("yes", True)):
        settings = load_settings(
            {"data_dir": tmp_path}, {"BAROMETER_ONBOARDING": value, "BAROMETER_PULSE_PERCENT": "7"}
        )
        assert (settings.onboarding, settings.pulse_percent) == (wanted, 7)
        assert load_settings({}, environment_of(settings)) == settings
    none = load_settings({"data_dir": tmp_path}, {"BAROMETER_EVENT_QUESTIONS": "none"})
    assert load_settings({}, environment_of(none)) == none


def test_without_a_word_everything_is_kept_as_long_as_the_product_says(tmp_path: Path) -> None:
    settings = load_settings({"data_dir": tmp_path}, {})
    assert settings.keep == Keep(
        raw_days=30,
        device_days_months=13,
        device_scores_months=13,
        answers_months=13,
        comments_months=6,
        team_scores_months=25,
    )
    assert settings.raw_budget == Budget(percent=30)


@pytest.mark.parametrize(
    ("value", "budget"),
    [
        ("50 GB", Budget(bytes=50 * 10**9)),
        ("2TB", Budget(bytes=2 * 10**12)),
        ("20 %", Budget(percent=20)),
        ("none", None),
    ],
)
def test_a_budget_is_an_amount_or_a_share_and_reaches_the_jobs(
    tmp_path: Path, value: str, budget: Budget | None
) -> None:
    given = {"BAROMETER_RAW_BUDGET": value, "BAROMETER_KEEP_COMMENTS_MONTHS": "2", "BAROMETER_KEEP_RAW_DAYS": "7"}
    settings = load_settings({"data_dir": tmp_path}, given)
    assert (settings.raw_budget, settings.keep.comments_months, settings.keep.raw_days) == (budget, 2, 7)
    assert load_settings({}, environment_of(settings)) == settings


def test_of_a_servers_disk_no_share_can_be_asked(tmp_path: Path) -> None:
    server = {"DATABASE_URL": "postgresql://db/barometer"}
    assert load_settings({"data_dir": tmp_path}, server).raw_budget is None
    with pytest.raises(SettingsError, match=r"BAROMETER_RAW_BUDGET is '20 %'.*server"):
        load_settings({"data_dir": tmp_path}, {**server, "BAROMETER_RAW_BUDGET": "20 %"})
