import json
from collections.abc import Callable
from pathlib import Path

import pytest

from barometer_agent.sources.limits import Limits
from barometer_agent.sources.linux import limits

NETWORK = "org.freedesktop.NetworkManager"
NEW, OLD = "org.freedesktop.UPower.PowerProfiles", "net.hadess.PowerProfiles"


@pytest.fixture
def told(programs: Callable[..., Path]) -> Callable[..., None]:
    """``told(service, value)``: what a service of the bus tells; those that were not named are asked in vain."""

    def tell(service: str, value: object) -> None:
        answer = json.dumps({"type": "v", "data": value})
        programs(busctl=f"case \"$*\" in *' {service} '*) echo '{answer}' ;; *) exit 1 ;; esac")

    return tell


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
    told: Callable[..., None], tmp_path: Path, value: object, metered: bool
) -> None:
    told(NETWORK, value)
    assert limits.read(*laptop(tmp_path, network=True)) == Limits(battery_saver=False, metered=metered)


@pytest.mark.parametrize("daemon", [NEW, OLD])
def test_the_chosen_profile_says_whether_power_is_saved(told: Callable[..., None], tmp_path: Path, daemon: str) -> None:
    places = laptop(tmp_path, daemon, profile="balanced")
    told(daemon, "power-saver")
    assert limits.read(*places).battery_saver
    told(daemon, "performance")
    assert not limits.read(*places).battery_saver


def test_a_daemon_that_does_not_run_leaves_it_to_the_kernel(programs: Callable[..., Path], tmp_path: Path) -> None:
    programs(busctl="exit 1")
    assert limits.read(*laptop(tmp_path, NEW, profile="low-power")) == Limits(battery_saver=True)
    assert limits.read(*laptop(tmp_path, NEW, profile="balanced")) == Limits()


def test_without_daemons_nobody_is_asked(programs: Callable[..., Path], tmp_path: Path) -> None:
    asked = programs(busctl='touch "$0.asked"') / "busctl.asked"
    assert limits.read(*laptop(tmp_path)) == Limits()
    assert limits.read(*laptop(tmp_path, profile="low-power")) == Limits(battery_saver=True)
    assert not asked.exists()
