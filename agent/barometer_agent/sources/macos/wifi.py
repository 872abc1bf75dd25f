"""How strong the Wi-Fi of a Mac is. Never the name of the network or of its base station.

Sources: wdutil(1), ``wdutil info``, which takes root; system_profiler(8), ``SPAirPortDataType``, which looks around
for other networks too and takes seconds, so its answer holds for ten minutes. ``airport -I`` gives nothing any more
since macOS 14.4.
"""

import functools
import json
import re
from typing import Any

from barometer_agent.sampler import NoData
from barometer_agent.sources.macos import programs
from barometer_agent.sources.macos.kept import Kept

_WEAKEST_DBM, _STRONGEST_DBM = -120, -1  # 0 stands for: not connected
_RSSI = re.compile(r"^ *RSSI *: *(-\d{1,3}) dBm", re.MULTILINE)
_SIGNAL = re.compile(r"(-\d{1,3}) ?dBm")
_TIMEOUT_SECONDS = 30.0
KEPT_SECONDS = 600.0


def signal_dbm(interface: str, kept: Kept[int | None] | None = None) -> int | None:
    """The signal of the network that ``interface`` is connected to; None where nobody tells.

    Of this moment where wdutil tells, else at most KEPT_SECONDS old.
    """
    slow = kept or _slow()
    if not slow.has(interface):
        quick = _by_wdutil()
        if quick is not None:
            return quick
    return slow.of(interface, lambda: _by_profiler(interface))


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


def _by_wdutil() -> int | None:
    try:
        return by_wdutil(programs.answer("wdutil", "info", timeout_seconds=_TIMEOUT_SECONDS))
    except NoData:
        return None


def _by_profiler(interface: str) -> int | None:
    asked = ("system_profiler", "-json", "SPAirPortDataType")
    try:
        return by_profiler(programs.answer(*asked, timeout_seconds=_TIMEOUT_SECONDS), interface)
    except NoData:
        return None


@functools.cache
def _slow() -> Kept[int | None]:
    return Kept(KEPT_SECONDS)
