"""Batteries: their driver's own words, IOCTL_BATTERY_QUERY_INFORMATION and IOCTL_BATTERY_QUERY_STATUS.

Capacities are in mWh and the rate in mW, negative while it is drained; a battery with BATTERY_CAPACITY_RELATIVE only
knows shares. Source: Microsoft, "Enumerating Battery Devices", "BATTERY_INFORMATION" and "BATTERY_STATUS".
"""

import struct
from typing import Any

from barometer_agent.sampler import NoData
from barometer_agent.sources.power import Battery
from barometer_agent.sources.windows import devices

_BATTERIES = "72631e54-78a4-11d0-bcf7-00aa00b7b32a"  # GUID_DEVICE_BATTERY
_QUERY_TAG, _QUERY_INFORMATION, _QUERY_STATUS = 0x294040, 0x294044, 0x29404C
_INFORMATION = struct.Struct("<I B3x 4s 6I")  # Capabilities, Technology, Chemistry, DesignedCapacity, Full..., ...
_TAG_BYTES, _STATUS_BYTES = 4, 16
_SYSTEM_BATTERY, _RELATIVE, _SHORT_TERM = 0x80000000, 0x40000000, 0x20000000
_DISCHARGING = 0x2
_UNKNOWN_CAPACITY, _UNKNOWN_RATE = 0xFFFFFFFF, -0x80000000
_MOST_MINUTES = 10_000


def read() -> tuple[Battery, ...]:
    """The batteries that power this machine; none where it has none. Raises NoData where they may not be asked."""
    found, refused = [], None
    for path in devices.paths(_BATTERIES):
        try:
            with devices.opened(path, devices.READ) as handle:
                battery = _battery(handle)
        except NoData as error:
            refused = error
            continue
        if battery is not None:
            found.append(battery)
    if refused is not None and not found:  # a battery that may not be asked is not the same as none
        raise refused
    return tuple(found)


def parse(information: bytes, status: bytes) -> Battery | None:
    """One battery; None for one that does not power this machine (an uninterruptible power supply, a mouse)."""
    if len(information) < _INFORMATION.size:
        return None
    capabilities, _, _, design, full, *_ = _INFORMATION.unpack_from(information)
    if not capabilities & _SYSTEM_BATTERY or capabilities & _SHORT_TERM:
        return None
    full, design = (0 if each == _UNKNOWN_CAPACITY else each for each in (full, design))
    if capabilities & _RELATIVE:
        return Battery(full, design, "relative")
    return Battery(full * 1000, design * 1000, "uWh", _runtime_minutes(full, status))


def _battery(handle: Any) -> Battery | None:
    tag = _told(handle, _QUERY_TAG, struct.pack("<I", 0), _TAG_BYTES)
    if not any(tag):  # an empty bay
        return None
    information = devices.ask(handle, _QUERY_INFORMATION, tag + struct.pack("<iI", 0, 0), _INFORMATION.size)
    return parse(information, _told(handle, _QUERY_STATUS, tag + bytes(16), _STATUS_BYTES))


def _told(handle: Any, code: int, question: bytes, most: int) -> bytes:
    """What the battery answers, nothing where it does not."""
    try:
        return devices.ask(handle, code, question, most)
    except NoData:
        return b""


def _runtime_minutes(full_mwh: int, status: bytes) -> int | None:
    if len(status) < _STATUS_BYTES:
        return None
    state, rate = struct.unpack_from("<I8xi", status)  # BATTERY_STATUS: PowerState, Capacity, Voltage, Rate
    if not state & _DISCHARGING or rate == _UNKNOWN_RATE or rate >= 0 or not full_mwh:
        return None
    return int(min(_MOST_MINUTES, full_mwh * 60 // -rate))
