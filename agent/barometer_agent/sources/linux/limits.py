"""Power saving and metered connections on Linux.

Power saving: the profile of power-profiles-daemon or its stand-ins (property ActiveProfile: "power-saver"), else the
kernel's own (Documentation/ABI/testing/sysfs-platform_profile: "low-power"). Metered: the property Metered of
NetworkManager, whose NMMetered is 1 for yes and 3 for a guessed yes. Where a daemon is absent nobody is asked.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from barometer_agent.sources.limits import Limits
from barometer_agent.sources.linux import sysfs

_PROFILE = Path("/sys/firmware/acpi/platform_profile")
_SERVICES = Path("/usr/share/dbus-1/system-services")
_NETWORK_MANAGER = Path("/run/NetworkManager")
# its present name and the one that it had before version 0.20
_PROFILE_DAEMONS = (
    ("org.freedesktop.UPower.PowerProfiles", "/org/freedesktop/UPower/PowerProfiles"),
    ("net.hadess.PowerProfiles", "/net/hadess/PowerProfiles"),
)
_MANAGER = ("org.freedesktop.NetworkManager", "/org/freedesktop/NetworkManager")
_METERED = (1, 3)


def read(
    profile: Path = _PROFILE,
    services: Path = _SERVICES,
    network_manager: Path = _NETWORK_MANAGER,
    library: Any = None,
) -> Limits:
    """The limits of this moment. ``library`` is libsystemd, unless another is given."""
    daemons = [one for one in _PROFILE_DAEMONS if (services / f"{one[0]}.service").exists()]
    managers = [_MANAGER] if network_manager.is_dir() else []
    chosen, metered = _ask(daemons, managers, library) if daemons or managers else ("", False)
    saves_power = chosen == "power-saver" if chosen else sysfs.text(profile) == "low-power"
    return Limits(saves_power, metered)


def _ask(daemons: Sequence[tuple[str, str]], managers: Sequence[tuple[str, str]], library: Any) -> tuple[str, bool]:
    """The chosen profile, empty where nobody tells it, and whether the connection is metered."""
    from barometer_agent.sources.linux import system_bus  # it takes memory, which a machine without these daemons keeps

    profiles = [system_bus.Property(name, path, name, "ActiveProfile", "s") for name, path in daemons]
    links = [system_bus.Property(name, path, name, "Metered", "u") for name, path in managers]
    told = system_bus.read([*profiles, *links], library)
    chosen = next((str(told[one]) for one in profiles if one in told), "")
    return chosen, any(told.get(one) in _METERED for one in links)
