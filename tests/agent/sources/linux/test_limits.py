from pathlib import Path

import pytest

from barometer_agent.sources.limits import Limits
from barometer_agent.sources.linux import bus, limits

NETWORK = "org.freedesktop.NetworkManager"
NEW, OLD = "org.freedesktop.UPower.PowerProfiles", "net.hadess.PowerProfiles"


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """What the services of the bus tell, by their name; a service that was not asked for raises."""
    answers: dict[str, object] = {}
    monkeypatch.setattr(bus, "read_property", lambda service, *_: answers[service])
    return answers


def laptop(folder: Path, *daemons: str, profile: str = "", network: bool = False) -> tuple[Path, Path, Path]:
    for daemon in daemons:
        (folder / f"{daemon}.service").touch()
    if profile:
        (folder / "platform_profile").write_text(f"{profile}\n")
    return folder / "platform_profile", folder, folder if network else folder / "missing"


@pytest.mark.parametrize(
    ("value", "metered"), [(0, False), (1, True), (2, False), (3, True), (4, False), (None, False)]
)
def test_a_connection_is_metered_where_network_manager_says_or_guesses_so(
    told: dict[str, object], tmp_path: Path, value: object, metered: bool
) -> None:
    told[NETWORK] = value
    assert limits.read(*laptop(tmp_path, network=True)) == Limits(battery_saver=False, metered=metered)


@pytest.mark.parametrize("daemon", [NEW, OLD])
def test_the_chosen_profile_says_whether_power_is_saved(told: dict[str, object], tmp_path: Path, daemon: str) -> None:
    places = laptop(tmp_path, daemon, profile="balanced")
    told[daemon] = "power-saver"
    assert limits.read(*places).battery_saver
    told[daemon] = "performance"
    assert not limits.read(*places).battery_saver


def test_a_daemon_that_does_not_run_leaves_it_to_the_kernel(told: dict[str, object], tmp_path: Path) -> None:
    told[NEW] = None
    assert limits.read(*laptop(tmp_path, NEW, profile="low-power")).battery_saver


def test_without_daemons_nobody_is_asked(told: dict[str, object], tmp_path: Path) -> None:
    assert limits.read(*laptop(tmp_path)) == Limits()
    assert limits.read(*laptop(tmp_path, profile="low-power")) == Limits(battery_saver=True)
