"""Every command: what it prints, what it changes, and what it says when asked wrongly."""

import io
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from barometer_collector import cli
from barometer_collector.cli import main
from barometer_collector.database import Database, directory_lock, sqlite_url
from barometer_collector.devices import service as devices
from barometer_collector.errors import ProblemError
from barometer_collector.migrations import schema
from barometer_collector.people import service as people
from barometer_collector.people.rules import Role
from barometer_collector.settings import load_settings
from barometer_shared.protocol import EnrolmentRequest, EnrolmentResponse
from tests.collector.laptops import NOON


@pytest.fixture(autouse=True)
def quiet_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(cli.os, "umask", lambda _mask: 0)


@pytest.fixture
def data(tmp_path: Path) -> str:
    return str(tmp_path / "data")


def _enrol(data: str, token: str, now: datetime = NOON) -> EnrolmentResponse:
    settings = load_settings({"data_dir": data}, {})
    database = Database(settings.database_url)
    try:
        request = EnrolmentRequest(token, "LT", "a" * 64, "linux", "Debian", "1")
        return devices.enrol(database, settings, now, request)
    finally:
        database.close()


def test_a_token_is_printed_once_and_enrols_into_its_team(data: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["token", "create", "--data", data, "--team", "Crédit & Risk", "--uses", "1"]) == 0
    token = capsys.readouterr().out.strip()
    assert _enrol(data, token).team == "credit-risk"


def test_a_team_that_cannot_be_named_so_is_told(data: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["token", "create", "--data", data, "--team", "!!"]) == 1
    assert "team" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["--uses", "0"], ["--expires-days", "x"], []])
def test_a_wrong_argument_is_told_by_its_name(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["token", "create", *arguments])
    assert caught.value.code == 2
    assert "--" in capsys.readouterr().err


def test_an_api_token_opens_what_its_role_may_see(data: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["token", "api", "--data", data, "grafana", "--role", "monitoring", "--expires-days", "9000"]) == 0
    database = Database(sqlite_url(Path(data)))
    caller = people.caller_of_api_token(database, NOON, capsys.readouterr().out.strip())
    database.close()
    assert caller is not None
    assert caller.role is Role.MONITORING


def test_api_tokens_are_revoked_by_their_name(data: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["token", "api", "--data", data, "grafana"]) == 0
    token = capsys.readouterr().out.strip()
    assert main(["token", "revoke", "--data", data, "--api", "grafana"]) == 0
    database = Database(sqlite_url(Path(data)))
    assert people.caller_of_api_token(database, NOON, token) is None
    database.close()
    assert main(["token", "revoke", "--data", data, "--api", "grafana"]) == 1
    assert "'grafana'" in capsys.readouterr().err


def test_enrolment_tokens_are_revoked_by_their_team(data: str, capsys: pytest.CaptureFixture[str]) -> None:
    main(["token", "create", "--data", data, "--team", "Finance"])
    token = capsys.readouterr().out.strip()
    assert main(["token", "revoke", "--data", data, "--team", "finance"]) == 0
    with pytest.raises(ProblemError, match="revoked"):
        _enrol(data, token, datetime.now(UTC))
    assert main(["token", "revoke", "--data", data, "--team", "Sales"]) == 1
    assert "'Sales'" in capsys.readouterr().err


def test_an_administrator_gets_a_password_that_is_made_when_nobody_can_be_asked(
    data: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO())
    assert main(["admin", "create", "--data", data, "ada"]) == 0
    _signs_in(data, "ada", capsys.readouterr().out.strip())


def test_a_password_from_standard_input_is_not_printed(
    data: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("a few words together\n"))
    assert main(["admin", "create", "--data", data, "ada", "--password-stdin"]) == 0
    assert capsys.readouterr().out == ""
    _signs_in(data, "ada", "a few words together")
    assert main(["admin", "create", "--data", data, "ada"]) == 1
    assert "another name" in capsys.readouterr().err


def _signs_in(data: str, name: str, password: str) -> None:
    database = Database(sqlite_url(Path(data)))
    assert people.verify_password(database, name, password) is not None
    database.close()


def test_a_laptop_is_revoked_by_its_id(data: str, capsys: pytest.CaptureFixture[str]) -> None:
    main(["token", "create", "--data", data, "--team", "Finance"])
    identity = _enrol(data, capsys.readouterr().out.strip())
    assert main(["device", "revoke", "--data", data, identity.device_id]) == 0
    assert main(["device", "revoke", "--data", data, "0" * 16]) == 1
    assert "no device" in capsys.readouterr().err


@pytest.mark.parametrize("shown", ["5", "f" * 16, "x" * 16])
def test_what_is_no_id_is_told(shown: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["device", "revoke", shown])
    assert "16 hexadecimal digits" in capsys.readouterr().err


def test_migrate_gives_an_empty_database_the_schema(
    database: Database, data: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", database.url)
    assert main(["migrate", "--data", data]) == 0
    assert schema.is_current(database)


def test_migrate_leaves_a_running_collector_alone(
    data: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "data").mkdir()
    with directory_lock(tmp_path / "data"):
        assert main(["migrate", "--data", data]) == 1
    assert "another collector" in capsys.readouterr().err


def test_a_server_with_an_older_schema_is_told_the_command(
    postgres_server: str, data: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", postgres_server)
    for command in (["serve", "--port", "0"], ["token", "create", "--team", "Finance"]):
        assert main([*command, "--data", data]) == 1
        assert "barometer-collector migrate" in capsys.readouterr().err


def test_a_server_that_does_not_answer_is_told_without_a_trace(
    data: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://127.0.0.1:1/none")
    assert main(["serve", "--data", data]) == 1
    said = capsys.readouterr().err
    assert "DATABASE_URL" in said
    assert "Traceback" not in said


def test_a_wrong_setting_is_status_2(
    data: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BAROMETER_MIN_RESPONDENTS", "1")
    assert main(["serve", "--data", data]) == 2
    assert re.search(r"BAROMETER_MIN_RESPONDENTS is '1': expected", capsys.readouterr().err)


@pytest.mark.parametrize("command", ["serve", "migrate", "token", "admin", "device", "simulate", "demo", "replay"])
def test_every_command_says_what_it_needs(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main([command, "--help"])
    assert caught.value.code == 0
    assert command in capsys.readouterr().out
