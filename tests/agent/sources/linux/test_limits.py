from pathlib import Path

import pytest

from barometer_agent.sources.limits import Limits
from barometer_agent.sources.linux import limits
from tests.agent.sources.linux.fake_libsystemd import Libsystemd, Value
from tests.agent.sources.linux.real_bus import RealBus

NETWORK = "/org/freedesktop/NetworkManager"
NEW, OLD = "org.freedesktop.UPower.PowerProfiles", "net.hadess.PowerProfiles"


def told(daemon: str = "", profile: str = "", metered: int | None = None) -> dict[str, dict[str, Value]]:
    """What is told on the bus, by those that run."""
    found: dict[str, dict[str, Value]] = {}
    if daemon:
        found["/" + daemon.replace(".", "/")] = {"ActiveProfile": ("s", profile)}
    if metered is not None:
        found[NETWORK] = {"Metered": ("u", metered)}
    return found


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
    tmp_path: Path, value: int | None, metered: bool
) -> None:
    library = Libsystemd(told=told(metered=value))
    assert limits.read(*laptop(tmp_path, network=True), library) == Limits(battery_saver=False, metered=metered)


@pytest.mark.parametrize("daemon", [NEW, OLD])
def test_the_chosen_profile_says_whether_power_is_saved(tmp_path: Path, daemon: str) -> None:
    places = laptop(tmp_path, daemon, profile="balanced")
    assert limits.read(*places, Libsystemd(told=told(daemon, "power-saver"))).battery_saver
    assert not limits.read(*places, Libsystemd(told=told(daemon, "performance"))).battery_saver


def test_a_daemon_knows_better_than_the_kernel(tmp_path: Path) -> None:
    places = laptop(tmp_path, NEW, OLD, profile="low-power")
    assert limits.read(*places, Libsystemd(told=told(OLD, "balanced"))) == Limits()


@pytest.mark.parametrize("answers", [None, {}])
def test_a_daemon_that_does_not_run_leaves_it_to_the_kernel(
    tmp_path: Path, answers: dict[str, dict[str, Value]] | None
) -> None:
    library = Libsystemd(told=answers)
    assert limits.read(*laptop(tmp_path, NEW, profile="low-power"), library) == Limits(battery_saver=True)
    assert limits.read(*laptop(tmp_path, NEW, profile="balanced"), library) == Limits()


def test_both_are_asked_over_one_connection(tmp_path: Path) -> None:
    library = Libsystemd(told=told(NEW, "power-saver", metered=1))
    assert limits.read(*laptop(tmp_path, NEW, network=True), library) == Limits(battery_saver=True, metered=True)
    assert library.connections == 1


def test_without_daemons_nobody_is_asked(tmp_path: Path) -> None:
    library = Libsystemd(told=told(NEW, "power-saver", metered=1))
    assert limits.read(*laptop(tmp_path), library) == Limits()
    assert limits.read(*laptop(tmp_path, profile="low-power"), library) == Limits(battery_saver=True)
    assert library.connections == 0


def test_a_real_bus_tells_the_limits(tmp_path: Path, real_bus: RealBus) -> None:
    places = laptop(tmp_path, OLD, network=True)
    assert limits.read(*places) == Limits()
    real_bus.serve(OLD, told(OLD, "power-saver"))
    real_bus.serve("org.freedesktop.NetworkManager", told(metered=3))
    assert limits.read(*places) == Limits(battery_saver=True, metered=True)
