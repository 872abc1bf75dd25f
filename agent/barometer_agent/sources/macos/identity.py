"""A Mac's identity: the hardware UUID in the I/O registry."""

import platform
from typing import Any

from barometer_agent.sampler import NoData, Reason
from barometer_agent.sources import command
from barometer_agent.sources.macos import property_list


def lasting() -> tuple[str, ...]:
    """The hardware UUID. Raises NoData where ioreg does not tell it."""
    output = command.run("ioreg", "-a", "-d2", "-c", "IOPlatformExpertDevice")
    if output is None or output.status != 0:
        raise NoData(
            Reason(
                "ioreg does not tell the hardware UUID of this Mac", "ioreg geeft de hardware-UUID van deze Mac niet"
            )
        )
    return (parse(output.text),)


def parse(text: str) -> str:
    """``IOPlatformUUID`` out of the property list of ``ioreg -a``, wherever in the tree it stands."""
    found = _search(property_list.parse(text, "ioreg"))
    if not found:
        raise NoData(Reason("ioreg gave no IOPlatformUUID", "ioreg gaf geen IOPlatformUUID"))
    return found.lower()


def os_name() -> str:
    """Such as ``macOS 14.5``."""
    return f"macOS {platform.mac_ver()[0]}".strip()


def _search(node: Any) -> str:
    if isinstance(node, dict):
        if isinstance(node.get("IOPlatformUUID"), str):
            return str(node["IOPlatformUUID"])
        return next(filter(None, map(_search, node.values())), "")
    if isinstance(node, list):
        return next(filter(None, map(_search, node)), "")
    return ""
