"""How strong the Wi-Fi is: the "Native Wifi" functions. Names of networks are not asked for.

The client versions, structures and the opcode are in Microsoft's "WlanQueryInterface". Since Windows 11 24H2 the
setting Location guards what tells where a laptop is. Of this function "Changes to API behavior for Wi-Fi access and
location" names current_connection, which tells the network; the strength alone it does not name. Where Windows refuses
all the same, there is no strength, and the gap says so.
"""

import ctypes
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from barometer_agent.sources.windows import native
from barometer_agent.sources.windows.native import HANDLE, function

_CLIENT_VERSION = 2  # since Vista
_INFO_BYTES, _STATE_AT, _LIST_AT = 532, 528, 8  # WLAN_INTERFACE_INFO, its isState, WLAN_INTERFACE_INFO_LIST
_CONNECTED = 1
_RSSI = 0x10000102  # wlan_intf_opcode_rssi
_MOST = 16
_DWORD = ctypes.c_uint32


def signal_dbm() -> int | None:
    """The strongest of the connected Wi-Fi interfaces; None where there is none, or where it is not told.

    Raises NoData where this Windows has no Wi-Fi service, or may not tell.
    """
    with _client() as client:
        found = [dbm for guid in connected(_interfaces(client)) if (dbm := _rssi(client, guid)) is not None]
    return max(found, default=None)


def connected(infos: bytes) -> list[bytes]:
    """The GUIDs of the interfaces that are connected, out of the rows of a WLAN_INTERFACE_INFO_LIST."""
    rows = (infos[at : at + _INFO_BYTES] for at in range(0, len(infos) - _INFO_BYTES + 1, _INFO_BYTES))
    return [row[:16] for row in rows if struct.unpack_from("<I", row, _STATE_AT)[0] == _CONNECTED]


def believable(dbm: int) -> int | None:
    """The figure where it can be that of a radio."""
    return dbm if -120 <= dbm < 0 else None


@contextmanager
def _client() -> Iterator[Any]:
    open_handle = function(
        "wlanapi", "WlanOpenHandle", _DWORD, _DWORD, ctypes.c_void_p, ctypes.POINTER(_DWORD), ctypes.POINTER(HANDLE)
    )
    version, handle = ctypes.c_uint32(), ctypes.c_void_p()
    code = open_handle(_CLIENT_VERSION, None, ctypes.byref(version), ctypes.byref(handle))
    if code:
        raise native.failed("WlanOpenHandle", code)
    try:
        yield handle
    finally:
        function("wlanapi", "WlanCloseHandle", _DWORD, HANDLE, ctypes.c_void_p)(handle, None)


def _interfaces(client: Any) -> bytes:
    enumerate_ = function(
        "wlanapi", "WlanEnumInterfaces", _DWORD, HANDLE, ctypes.c_void_p, ctypes.POINTER(ctypes.c_void_p)
    )
    found = ctypes.c_void_p()
    code = enumerate_(client, None, ctypes.byref(found))
    if code or not found.value:
        raise native.failed("WlanEnumInterfaces", code)
    try:
        count = min(_MOST, ctypes.c_uint32.from_address(found.value).value)
        return ctypes.string_at(found.value + _LIST_AT, count * _INFO_BYTES)
    finally:
        _free(found)


def _rssi(client: Any, guid: bytes) -> int | None:
    query = function(
        "wlanapi",
        "WlanQueryInterface",
        _DWORD,
        HANDLE,
        ctypes.c_char_p,
        ctypes.c_int,
        ctypes.c_void_p,
        ctypes.POINTER(_DWORD),
        ctypes.POINTER(ctypes.c_void_p),
        ctypes.c_void_p,
    )
    size, data = ctypes.c_uint32(), ctypes.c_void_p()
    if query(client, guid, _RSSI, None, ctypes.byref(size), ctypes.byref(data), None) or not data.value:
        return None
    try:
        return believable(ctypes.c_int32.from_address(data.value).value) if size.value >= 4 else None
    finally:
        _free(data)


def _free(memory: Any) -> None:
    function("wlanapi", "WlanFreeMemory", None, ctypes.c_void_p)(memory)
