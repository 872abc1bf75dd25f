"""What the network is measured to."""

from pathlib import Path

from barometer_agent.config import Config
from barometer_agent.enrolment import Identity, save
from barometer_agent.targets import targets_of, targets_without_service
from barometer_shared.protocol import DeviceConfig, Target

MAIL = Target("mail", "https://mail.example.org")
SERVER = "https://barometer.example.org/"
ITSELF = Target("collector", "https://barometer.example.org/healthz")


def _config(folder: Path, **changes: object) -> Config:
    return Config(data_dir=folder, **changes)  # type: ignore[arg-type]


def test_before_its_first_word_the_collector_itself_is_the_target(tmp_path: Path) -> None:
    assert targets_of(SERVER, None, _config(tmp_path)) == (ITSELF,)


def test_what_the_collector_says_holds_even_when_it_is_nothing(tmp_path: Path) -> None:
    assert targets_of(SERVER, DeviceConfig("v", 300, [MAIL]), _config(tmp_path)) == (MAIL,)
    assert targets_of(SERVER, DeviceConfig("v", 300), _config(tmp_path)) == ()


def test_a_target_of_the_settings_wins_over_one_of_that_name(tmp_path: Path) -> None:
    here = Target("mail", "https://mail.here.example.org")
    told = DeviceConfig("v", 300, [MAIL])
    assert targets_of(SERVER, told, _config(tmp_path, targets=(here,))) == (here,)


def test_a_command_takes_the_collector_that_this_laptop_is_enrolled_at(tmp_path: Path) -> None:
    assert targets_without_service(_config(tmp_path)) == ()
    save(tmp_path, Identity("00c0ffee00c0ffee", "secret", "finance", SERVER))
    assert targets_without_service(_config(tmp_path)) == (ITSELF,)
