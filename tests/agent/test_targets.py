"""What the network is measured to."""

from pathlib import Path

import pytest

from barometer_agent.config import Config
from barometer_agent.enrolment import Identity, save
from barometer_agent.sources.told_targets import ToldTarget
from barometer_agent.targets import shown, targets_of, targets_without_service
from barometer_shared.protocol import MAX_TARGETS, DeviceConfig, Target

MAIL = Target("mail", "https://mail.example.org")
SERVER = "https://barometer.example.org/"
TOLD_MAIL = ToldTarget("mail", "https://mail.example.org")
ITSELF = Target("collector", "https://barometer.example.org/healthz")


def _config(folder: Path, **changes: object) -> Config:
    return Config(data_dir=folder, **changes)  # type: ignore[arg-type]


def test_before_its_first_word_the_collector_itself_is_the_target(tmp_path: Path) -> None:
    assert targets_of(SERVER, None, _config(tmp_path)) == (ITSELF,)


def test_what_the_collector_says_holds_even_when_it_is_nothing(tmp_path: Path) -> None:
    assert targets_of(SERVER, DeviceConfig("v", 300, [MAIL]), _config(tmp_path)) == (TOLD_MAIL,)
    assert targets_of(SERVER, DeviceConfig("v", 300), _config(tmp_path)) == ()


def test_a_target_of_the_settings_wins_over_one_of_that_name(tmp_path: Path) -> None:
    here = Target("mail", "https://mail.here.example.org")
    told = DeviceConfig("v", 300, [MAIL])
    assert targets_of(SERVER, told, _config(tmp_path, targets=(here,))) == (here,)


def test_what_the_collector_names_is_known_as_such_but_for_the_collector_itself(tmp_path: Path) -> None:
    there = Target("there", "https://barometer.example.org/other")
    beside = Target("beside", "https://barometer.example.org:8443/")
    found = targets_of(SERVER, DeviceConfig("v", 300, [ITSELF, there, beside]), _config(tmp_path))
    assert found == (ITSELF, there, ToldTarget("beside", beside.url))


@pytest.mark.parametrize("server", ["http://127.0.0.1:8600", "http://localhost:8600", "http://[::1]:8600"])
def test_a_collector_on_this_laptop_may_name_targets_on_it(tmp_path: Path, server: str) -> None:
    told = DeviceConfig("v", 300, [Target("x", "http://127.0.0.1:9000/")])
    assert targets_of(server, told, _config(tmp_path)) == (ToldTarget("x", "http://127.0.0.1:9000/", loopback=True),)


def test_of_a_collector_that_names_very_many_targets_the_first_are_kept(tmp_path: Path) -> None:
    many = [Target(str(number), f"https://{number}.example.org") for number in range(MAX_TARGETS + 5)]
    assert len(targets_of(SERVER, DeviceConfig("v", 300, many), _config(tmp_path))) == MAX_TARGETS


def test_targets_are_shown_with_whatever_cannot_be_seen_in_them() -> None:
    assert shown([MAIL, Target("a\x1b[2J\u202e", "https://x.example.org")]) == [
        "mail https://mail.example.org",
        "a?[2J? https://x.example.org",
    ]


def test_a_command_takes_the_collector_that_this_laptop_is_enrolled_at(tmp_path: Path) -> None:
    assert targets_without_service(_config(tmp_path)) == ()
    save(tmp_path, Identity("00c0ffee00c0ffee", "secret", "finance", SERVER))
    assert targets_without_service(_config(tmp_path)) == (ITSELF,)
