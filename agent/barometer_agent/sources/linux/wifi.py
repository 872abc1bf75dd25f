"""How strong the Wi-Fi signal is: ``/proc/net/wireless``, else nl80211 over netlink. Never which network it is.

The file is older and simpler, but missing where the kernel has no wireless extensions, and empty for Wi-Fi 7.
"""

import socket
import struct
import sys
from collections.abc import Callable
from pathlib import Path

from barometer_agent.sources.linux import netlink

_FILE = Path("/proc/net/wireless")
# include/uapi/linux/nl80211.h
_GET_STATION = 17
_INTERFACE, _STATION = 3, 21
_SIGNAL, _SIGNAL_AVERAGE = 7, 13

Ask = Callable[[str, int, bytes], list[dict[int, bytes]]]


def signal_dbm(interface: str, file: Path = _FILE, ask: Ask = netlink.ask) -> int | None:
    """The signal of ``interface`` in dBm; None where neither the file nor the kernel (``ask``) tells it."""
    try:
        told = from_file(file.read_text(), interface)
    except OSError:
        told = None
    return _asked(interface, ask) if told is None else told


def from_file(text: str, interface: str) -> int | None:
    """The column "level" of ``/proc/net/wireless`` (two lines of heads; figures end in a dot when they are new)."""
    for line in text.splitlines()[2:]:
        name, _, figures = line.partition(":")
        columns = figures.split()
        if name.strip() == interface and len(columns) > 2:
            return _believable(int(columns[2].rstrip(".")))
    return None


def from_station(attributes: dict[int, bytes]) -> int | None:
    """The signal of a station that nl80211 tells: the average where there is one."""
    station = netlink.attributes(attributes.get(_STATION, b""))
    raw = station.get(_SIGNAL_AVERAGE) or station.get(_SIGNAL)
    return _believable(struct.unpack_from("b", raw)[0]) if raw else None


def _asked(interface: str, ask: Ask) -> int | None:
    try:
        index = socket.if_nametoindex(interface)
    except OSError:
        return None
    number = netlink.attribute(_INTERFACE, index.to_bytes(4, sys.byteorder))
    told = (from_station(station) for station in ask("nl80211", _GET_STATION, number))
    return next((signal for signal in told if signal is not None), None)


def _believable(level: int) -> int | None:
    """Drivers that know no dBm give a quality above 0; some give 0 or -256 for "not known"."""
    return level if -120 <= level < 0 else None
