"""The network interfaces of Windows and which of them leads out: the "IP Helper" functions. No packet is sent."""

import ctypes
import socket
import struct
from dataclasses import dataclass

from barometer_agent.sources.windows import native
from barometer_agent.sources.windows.native import function

ROW_BYTES = 1352  # MIB_IF_ROW2, whose fields stand at the offsets below in every 64-bit Windows
_ROWS_AT = 8  # MIB_IF_TABLE2.Table
_INDEX, _TYPE, _MEDIUM, _FLAGS, _STATUS = 8, 1128, 1140, 1152, 1156
_HARDWARE, _FILTER = 0x1, 0x2  # InterfaceAndOperStatusFlags
_UP = 1
_MOST = 1024
# Any address that lies outside: these two are for documentation, so nobody's (RFC 5737, RFC 3849).
_OUTSIDE = ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1"))
_INET, _INET6 = 2, 23  # as Windows numbers the families


@dataclass(frozen=True)
class Interface:
    """``kind`` is IfType, as IANA numbers them; ``hardware`` that a device is behind it."""

    index: int
    kind: int
    medium: int
    hardware: bool
    up: bool


def leading_out() -> int | None:
    """The index of the interface over which Windows would send to the outside; None without any. Raises NoData."""
    best = function("iphlpapi", "GetBestInterfaceEx", ctypes.c_uint32, ctypes.c_char_p, ctypes.POINTER(ctypes.c_uint32))
    index = ctypes.c_uint32()
    for family, address in _OUTSIDE:
        if best(sockaddr(family, address), ctypes.byref(index)) == 0:
            return index.value
    return None


def sockaddr(family: int, address: str) -> bytes:
    """SOCKADDR_IN or SOCKADDR_IN6, with port 0."""
    raw = socket.inet_pton(family, address)
    if len(raw) == 4:
        return struct.pack("<H2x", _INET) + raw + bytes(8)
    return struct.pack("<H6x", _INET6) + raw + bytes(4)


def table() -> tuple[Interface, ...]:
    """All interfaces. Raises NoData."""
    get = function("iphlpapi", "GetIfTable2", ctypes.c_uint32, ctypes.POINTER(ctypes.c_void_p))
    free = function("iphlpapi", "FreeMibTable", None, ctypes.c_void_p)
    found = ctypes.c_void_p()
    code = get(ctypes.byref(found))
    if code or not found.value:
        raise native.failed("GetIfTable2", code)
    try:
        count = min(_MOST, ctypes.c_uint32.from_address(found.value).value)
        return parse(ctypes.string_at(found.value + _ROWS_AT, count * ROW_BYTES))
    finally:
        free(found)


def parse(rows: bytes) -> tuple[Interface, ...]:
    """The rows of a MIB_IF_TABLE2; not those that filters (of a firewall, of a capture) put on top of an interface."""
    found = (rows[at : at + ROW_BYTES] for at in range(0, len(rows) - ROW_BYTES + 1, ROW_BYTES))
    return tuple(_interface(row) for row in found if not row[_FLAGS] & _FILTER)


def _interface(row: bytes) -> Interface:
    index, kind, medium, status = (struct.unpack_from("<I", row, at)[0] for at in (_INDEX, _TYPE, _MEDIUM, _STATUS))
    return Interface(index, kind, medium, bool(row[_FLAGS] & _HARDWARE), status == _UP)
