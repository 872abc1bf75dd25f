"""How strong the Wi-Fi of a Mac is. Never the name of the network or of its base station.

Sources: wdutil(1), ``wdutil info``, which takes root; system_profiler(8), ``SPAirPortDataType``, which looks around
for other networks too and takes seconds. ``airport -I`` gives nothing any more since macOS 14.4.
"""

import json
import re
from typing import Any

from barometer_agent.sampler import NoData
from barometer_agent.sources.macos import programs

_WEAKEST_DBM, _STRONGEST_DBM = -120, -1  # 0 stands for: not connected
_RSSI = re.compile(r"^ *RSSI *: *(-\d{1,3}) dBm", re.MULTILINE)
_SIGNAL = re.compile(r"(-\d{1,3}) ?dBm")
_TIMEOUT_SECONDS = 30.0


def signal_dbm(interface: str) -> int | None:
    """The signal of the network that ``interface`` is connected to; None where nobody tells."""
    try:
        found = by_wdutil(programs.answer("wdutil", "info", timeout_seconds=_TIMEOUT_SECONDS))
        if found is not None:
            return found
    except NoData:
        pass
    try:
        asked = ("system_profiler", "-json", "SPAirPortDataType")
        return by_profiler(programs.answer(*asked, timeout_seconds=_TIMEOUT_SECONDS), interface)
    except NoData:
        return None


def by_wdutil(text: str) -> int | None:
    """The signal in what ``wdutil info`` prints."""
    found = _RSSI.search(text)
    return _plausible(int(found[1])) if found else None


def by_profiler(text: str, interface: str) -> int | None:
    """The signal of ``interface`` in the JSON of system_profiler."""
    try:
        told: Any = json.loads(text)
        cards = [card for part in told["SPAirPortDataType"] for card in part.get("spairport_airport_interfaces", [])]
        [card] = [card for card in cards if card.get("_name") == interface]
        signal = str(card["spairport_current_network_information"]["spairport_signal_noise"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    found = _SIGNAL.match(signal)
    return _plausible(int(found[1])) if found else None


def _plausible(dbm: int) -> int | None:
    return dbm if _WEAKEST_DBM <= dbm <= _STRONGEST_DBM else None
