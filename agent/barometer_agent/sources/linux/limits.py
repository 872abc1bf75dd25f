"""Power saving and metered connections on Linux.

Power saving: the profile of power-profiles-daemon or its stand-ins (property ActiveProfile: "power-saver"), else the
kernel's own (Documentation/ABI/testing/sysfs-platform_profile: "low-power"). Metered: the property Metered of
NetworkManager, whose NMMetered is 1 for yes and 3 for a guessed yes. Where a daemon is absent no process is started.
"""

from pathlib import Path

from barometer_agent.sources.limits import Limits
from barometer_agent.sources.linux import bus, sysfs

_PROFILE = Path("/sys/firmware/acpi/platform_profile")
_SERVICES = Path("/usr/share/dbus-1/system-services")
_NETWORK_MANAGER = Path("/run/NetworkManager")
# its present name and the one that it had before version 0.20
_PROFILE_DAEMONS = (
    ("org.freedesktop.UPower.PowerProfiles", "/org/freedesktop/UPower/PowerProfiles"),
    ("net.hadess.PowerProfiles", "/net/hadess/PowerProfiles"),
)
_METERED = (1, 3)


def read(profile: Path = _PROFILE, services: Path = _SERVICES, network_manager: Path = _NETWORK_MANAGER) -> Limits:
    """The limits of this moment."""
    return Limits(_saves_power(profile, services), network_manager.is_dir() and _is_metered())


def _saves_power(profile: Path, services: Path) -> bool:
    for name, path in _PROFILE_DAEMONS:
        if (services / f"{name}.service").exists():
            told = bus.read_property(name, path, name, "ActiveProfile")
            if told:
                return bool(told == "power-saver")
    return sysfs.text(profile) == "low-power"


def _is_metered() -> bool:
    name = "org.freedesktop.NetworkManager"
    return bus.read_property(name, "/org/freedesktop/NetworkManager", name, "Metered") in _METERED
