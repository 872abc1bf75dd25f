"""What kind of hardware each network interface of a Mac is.

Source: ``NetworkInterfaces.plist`` in /Library/Preferences/SystemConfiguration, which everybody may read, with the
types of SCNetworkConfiguration.h (``IEEE80211``, ``Ethernet``, ``WWAN``). They are in no language, unlike the names
that networksetup prints; only of a telephone the name has to be read, and that is Apple's own in all of them.
"""

from pathlib import Path
from typing import Any

from barometer_agent.sampler import NoData
from barometer_agent.sources.macos import property_list

_FILE = Path("/Library/Preferences/SystemConfiguration/NetworkInterfaces.plist")
_KINDS = {"IEEE80211": "wifi", "Ethernet": "wired", "WWAN": "mobile", "Modem": "mobile"}
_TELEPHONES = ("iPhone", "iPad")


def read(file: Path = _FILE) -> dict[str, str]:
    """``wired``, ``wifi``, ``mobile`` or ``other`` by interface; empty where it is not told."""
    try:
        return parse(file.read_bytes())
    except (OSError, NoData):
        return {}


def parse(content: bytes) -> dict[str, str]:
    """The kinds in the property list. Raises NoData where it is none."""
    told = property_list.parse(content, _FILE.name)
    entries = property_list.dictionaries(told.get("Interfaces", [])) if isinstance(told, dict) else []
    return {str(entry["BSD Name"]): _kind(entry) for entry in entries if "BSD Name" in entry}


def _kind(entry: dict[str, Any]) -> str:
    about = entry.get("SCNetworkInterfaceInfo")
    name = str(about.get("UserDefinedName", "")) if isinstance(about, dict) else ""
    if name.startswith(_TELEPHONES):
        return "mobile"
    return _KINDS.get(str(entry.get("SCNetworkInterfaceType")), "other")
