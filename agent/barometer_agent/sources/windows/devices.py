"""Devices of Windows: the interfaces of a kind (SetupDi), opening one, and asking its driver (DeviceIoControl)."""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from barometer_agent.sampler import NoData, Reason
from barometer_agent.sources.windows import kernel32, native
from barometer_agent.sources.windows.native import HANDLE, INVALID_HANDLE, function

NO_ACCESS, READ = 0, 0x80000000  # 0 asks for nothing but what every account may ask
_SHARED = 0x3  # FILE_SHARE_READ | FILE_SHARE_WRITE
_PRESENT_INTERFACES = 0x12  # DIGCF_PRESENT | DIGCF_DEVICEINTERFACE
_MOST_DEVICES = 64
_DWORD, _DWORDS = ctypes.c_uint32, ctypes.POINTER(ctypes.c_uint32)


class InterfaceData(ctypes.Structure):
    """SP_DEVICE_INTERFACE_DATA."""

    _fields_ = (
        ("size", ctypes.c_uint32),
        ("interface", native.Guid),
        ("flags", ctypes.c_uint32),
        ("reserved", ctypes.c_void_p),
    )


def paths(kind: str) -> tuple[str, ...]:
    """The paths of the devices that are present and of that kind, a GUID of a device interface. Raises NoData."""
    devices = function("setupapi", "SetupDiGetClassDevsW", HANDLE, ctypes.c_void_p, ctypes.c_wchar_p, HANDLE, _DWORD)
    destroy = function("setupapi", "SetupDiDestroyDeviceInfoList", ctypes.c_int, HANDLE)
    guid = native.guid(kind)
    found = devices(ctypes.byref(guid), None, None, _PRESENT_INTERFACES)
    if found in (None, INVALID_HANDLE):
        raise native.failed("SetupDiGetClassDevs", native.last_error())
    try:
        return tuple(path for each in _interfaces(found, guid) if (path := _path(found, each)))
    finally:
        destroy(found)


@contextmanager
def opened(path: str, access: int = NO_ACCESS) -> Iterator[Any]:
    """A handle of the device. Raises NoData, saying so where it takes an administrator."""
    handle = kernel32.opened(path, access, _SHARED)
    if handle is None:
        raise _refused("CreateFile", native.last_error())
    try:
        yield handle
    finally:
        kernel32.close(handle)


def ask(handle: Any, code: int, question: bytes, most: int) -> bytes:
    """What the driver answers to a control code, at most ``most`` bytes. Raises NoData where it does not."""
    control = function(
        "kernel32",
        "DeviceIoControl",
        ctypes.c_int,
        HANDLE,
        _DWORD,
        ctypes.c_char_p,
        _DWORD,
        ctypes.c_void_p,
        _DWORD,
        _DWORDS,
        ctypes.c_void_p,
    )
    answer, length = ctypes.create_string_buffer(most), ctypes.c_uint32()
    if not control(handle, code, question, len(question), answer, most, ctypes.byref(length), None):
        raise _refused("DeviceIoControl", native.last_error())
    return answer.raw[: length.value]


def _interfaces(found: Any, guid: Any) -> Iterator[InterfaceData]:
    enumerate_ = function(
        "setupapi",
        "SetupDiEnumDeviceInterfaces",
        ctypes.c_int,
        HANDLE,
        ctypes.c_void_p,
        ctypes.c_void_p,
        _DWORD,
        ctypes.POINTER(InterfaceData),
    )
    for index in range(_MOST_DEVICES):
        data = InterfaceData(size=ctypes.sizeof(InterfaceData))
        if not enumerate_(found, None, ctypes.byref(guid), index, ctypes.byref(data)):
            return
        yield data


def _path(found: Any, data: InterfaceData) -> str:
    """SP_DEVICE_INTERFACE_DETAIL_DATA: its own size (8 on 64 bits, 6 on 32), then the path at offset 4."""
    detail = function(
        "setupapi",
        "SetupDiGetDeviceInterfaceDetailW",
        ctypes.c_int,
        HANDLE,
        ctypes.POINTER(InterfaceData),
        ctypes.c_void_p,
        _DWORD,
        _DWORDS,
        ctypes.c_void_p,
    )
    needed = ctypes.c_uint32()
    detail(found, ctypes.byref(data), None, 0, ctypes.byref(needed), None)
    buffer = ctypes.create_string_buffer(max(needed.value, 8))
    ctypes.c_uint32.from_buffer(buffer).value = 8 if ctypes.sizeof(ctypes.c_void_p) == 8 else 6
    if not detail(found, ctypes.byref(data), buffer, len(buffer), None, None):
        return ""
    return buffer.raw[4:].decode("utf-16-le", "replace").partition("\0")[0]


def _refused(what: str, code: int) -> NoData:
    if code == native.ACCESS_DENIED:
        return NoData(
            Reason(
                "Windows only lets an administrator ask this device",
                "dit apparaat mag van Windows alleen door een beheerder worden bevraagd",
            )
        )
    return native.failed(what, code)
