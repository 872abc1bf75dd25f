"""What each setting may be."""

import pytest

from barometer_agent.config import SETTINGS
from barometer_agent.language import speaker
from barometer_agent.prompting import policy
from barometer_agent.settings import (
    COMMAND_LINE,
    PARSERS,
    SettingError,
    WrongError,
    interval_seconds,
    is_private,
    is_remote,
    server_url,
    targets,
)
from barometer_shared.protocol import Target


def test_every_setting_has_its_parser() -> None:
    assert {*PARSERS, policy.SETTING} == set(SETTINGS)


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("server_url", "barometer.example.org"),
        ("server_url", "ftp://example.org"),
        ("server_url", "https://user:word@example.org"),
        ("server_url", 7),
        ("server_url", "https://example.org/barometer"),
        ("allow_plain_http", "perhaps"),
        ("proxy", "proxy:3128"),
        ("data_dir", ""),
        ("ca_file", "/not/there.pem"),
        ("interval_seconds", 4),
        ("interval_seconds", "ten"),
        ("interval_seconds", True),
        ("interval_seconds", 10.5),
        ("spool_quota_mb", 0),
        ("language", "xx"),
        ("language", "../en"),
        ("log_level", "loud"),
        ("targets", "intranet"),
        ("targets", [{"name": "intranet", "url": "ping://x"}]),
        ("targets", [{"name": "intranet", "url": "https://x", "port": 1}]),
        ("targets", [7]),
    ],
)
def test_a_wrong_value_is_refused_with_a_fix(name: str, wrong: object) -> None:
    with pytest.raises(WrongError, match=r"write|choose|name a file") as raised:
        PARSERS[name](wrong)
    assert raised.value.told(speaker("nl")).startswith(("schrijf ", "kies ", "noem "))


def test_right_values_are_taken_as_text_and_as_toml() -> None:
    assert server_url("https://barometer.example.org/") == "https://barometer.example.org"
    assert interval_seconds("10") == interval_seconds(10) == 10
    wanted = (Target("intranet", "https://intranet.example.org"),)
    listed = [{"name": "intranet", "url": "https://intranet.example.org"}]
    assert targets(listed) == wanted
    assert targets('[{ name = "intranet", url = "https://intranet.example.org" }]') == wanted


def test_an_error_names_setting_value_place_and_fix() -> None:
    error = SettingError("interval_seconds", 4, "/etc/agent.toml", WrongError("whole", lowest=5, highest=3600))
    assert str(error) == "interval_seconds = 4 (/etc/agent.toml): write a whole number from 5 to 3600"


def test_an_error_is_told_in_the_language_of_the_person() -> None:
    error = SettingError("server_url", "nonsense", COMMAND_LINE, WrongError("server_url"))
    assert error.told(speaker("nl")) == (
        "server_url = 'nonsense' (opdrachtregel): schrijf het adres van de collector als https://barometer.example.org"
    )


def test_an_error_never_tells_the_password_in_an_address() -> None:
    error = SettingError("proxy", "ftp://svc:secret@proxy.example.org", "agent.toml", WrongError("proxy"))
    assert "secret" not in str(error)
    assert "'ftp://***@proxy.example.org'" in str(error)


@pytest.mark.parametrize("server", ["https://a.example", "http://localhost:8600", "http://127.0.0.9", "http://[::1]:1"])
def test_nobody_reads_along_by_https_or_within_this_machine(server: str) -> None:
    assert is_private(server)
    assert not is_private("http://barometer.example.org")
    assert not is_private("http://10.0.0.1:8600")


@pytest.mark.parametrize(
    "path",
    [r"\\server\share\data", "//server/share", r"\\?\UNC\server\share\x", r"\\.\pipe\x", r"\\localhost\c$\x"],
)
def test_a_path_to_another_machine_is_known(path: str) -> None:
    assert is_remote(path)
    assert not is_remote(r"C:\ProgramData\Barometer\data")
