"""To what a disk of Windows is connected: STORAGE_BUS_TYPE, which every account may ask.

Source: Microsoft, "STORAGE_DEVICE_DESCRIPTOR structure", "STORAGE_BUS_TYPE enumeration".
"""

import struct
from typing import Any

from barometer_agent.sources.windows import devices

NVME, RAID = 17, 8
_QUERY_PROPERTY, _DEVICE_PROPERTY = 0x2D1400, 0
_BYTES = 1024
_OFFSET = 28  # STORAGE_DEVICE_DESCRIPTOR.BusType
_OUTER = frozenset({4, 7, 9, 12, 13, 14, 15})  # FireWire, USB, iSCSI, SD, MMC, virtual, a file


def read(handle: Any) -> int | None:
    """The bus of the opened disk; None where it does not tell. Raises NoData where its driver does not answer."""
    return parse(devices.ask(handle, _QUERY_PROPERTY, struct.pack("<III", _DEVICE_PROPERTY, 0, 0), _BYTES))


def parse(descriptor: bytes) -> int | None:
    """The bus in a STORAGE_DEVICE_DESCRIPTOR."""
    if len(descriptor) < _OFFSET + 4:
        return None
    bus: int = struct.unpack_from("<I", descriptor, _OFFSET)[0]
    return bus


def is_inner(bus: int | None) -> bool:
    """Whether a disk on that bus belongs to the laptop."""
    return bus is not None and bus not in _OUTER
