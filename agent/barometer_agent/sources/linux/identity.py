"""A Linux machine's identity: machine-id(5) and, where readable, what its firmware says."""

import platform
from pathlib import Path

from barometer_agent.sampler import NoData, Reason
from barometer_agent.sources.linux import sysfs

_MACHINE_IDS = (Path("/etc/machine-id"), Path("/var/lib/dbus/machine-id"))
_PRODUCT_UUID = Path("/sys/class/dmi/id/product_uuid")  # readable by root alone


def lasting(machine_ids: tuple[Path, ...] = _MACHINE_IDS, product_uuid: Path = _PRODUCT_UUID) -> tuple[str, ...]:
    """The machine id and, where it can be read, the firmware's UUID, which tells copies of one image apart."""
    machine_id = next(filter(None, map(sysfs.text, machine_ids)), "")
    if len(machine_id) != 32:
        raise NoData(
            Reason(
                "/etc/machine-id is empty or missing: make it with systemd-machine-id-setup, as root",
                "/etc/machine-id ontbreekt of is leeg: maak het als root aan met systemd-machine-id-setup",
            )
        )
    return tuple(filter(None, (machine_id, sysfs.text(product_uuid).lower())))


def os_name() -> str:
    """The pretty name of os-release(5), such as ``Debian GNU/Linux 12 (bookworm)``."""
    try:
        return platform.freedesktop_os_release().get("PRETTY_NAME", "Linux")[:120]
    except OSError:
        return "Linux"
