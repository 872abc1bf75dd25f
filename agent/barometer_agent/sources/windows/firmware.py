"""The UUID that the laptop's maker gave it: SMBIOS, structure 1, which GetSystemFirmwareTable gives to every account.

Sources: Microsoft, "GetSystemFirmwareTable function" (RawSMBIOSData); DMTF, "System Management BIOS", 6.1.2 and 7.2.
"""

import ctypes
import uuid

from barometer_agent.sources.windows import native
from barometer_agent.sources.windows.native import function

_RSMB = int.from_bytes(b"RSMB", "big")
_HEADER = 8  # RawSMBIOSData before its table
_SYSTEM, _END, _UUID_AT = 1, 127, 8
_MOST_BYTES = 1 << 20


def product_uuid() -> str:
    """As ``dmidecode`` writes it, in lower case; "" where the firmware has none. Raises NoData."""
    get = function(
        "kernel32",
        "GetSystemFirmwareTable",
        ctypes.c_uint32,
        ctypes.c_uint32,
        ctypes.c_uint32,
        ctypes.c_void_p,
        ctypes.c_uint32,
    )
    size = get(_RSMB, 0, None, 0)
    if not 0 < size <= _MOST_BYTES:
        raise native.failed("GetSystemFirmwareTable", native.last_error())
    buffer = ctypes.create_string_buffer(size)
    written = get(_RSMB, 0, buffer, size)
    return parse(buffer.raw[: min(size, written)])


def parse(raw: bytes) -> str:
    """The UUID in RawSMBIOSData; "" for none, or for one that says that there is none (all 0, all 1)."""
    at = _HEADER
    while at + 4 <= len(raw):
        kind, length = raw[at], raw[at + 1]
        if kind == _END or length < 4:
            break
        if kind == _SYSTEM and length >= _UUID_AT + 16:
            return _known(raw[at + _UUID_AT : at + _UUID_AT + 16])
        after = raw.find(b"\0\0", at + length)  # the texts of a structure end with an empty one
        if after < 0:
            break
        at = after + 2
    return ""


def _known(told: bytes) -> str:
    if len(told) < 16 or told in (bytes(16), b"\xff" * 16):
        return ""
    return str(uuid.UUID(bytes_le=told))
