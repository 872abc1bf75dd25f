"""The functions of kernel32 that several parts of the agent call: handles, memory that Windows gave, files, power."""

import ctypes
from typing import Any

from barometer_agent.sources.windows import native
from barometer_agent.sources.windows.native import HANDLE, INVALID_HANDLE, function

_EXISTING = 3  # OPEN_EXISTING
_DWORD = ctypes.c_uint32


class PowerStatus(ctypes.Structure):
    """SYSTEM_POWER_STATUS."""

    _fields_ = (
        ("ac_line", ctypes.c_uint8),
        ("battery_flag", ctypes.c_uint8),
        ("battery_percent", ctypes.c_uint8),
        ("saver", ctypes.c_uint8),
        ("seconds_left", ctypes.c_uint32),
        ("seconds_full", ctypes.c_uint32),
    )


def opened(path: str, access: int, shared: int, flags: int = 0) -> int | None:
    """A handle of the file, pipe or device that is there; None where ``last_error`` tells why not."""
    create = function(
        "kernel32", "CreateFileW", HANDLE, ctypes.c_wchar_p, _DWORD, _DWORD, ctypes.c_void_p, _DWORD, _DWORD, HANDLE
    )
    handle = create(path, access, shared, None, _EXISTING, flags, None)
    return None if handle in (None, INVALID_HANDLE) else int(handle)


def close(handle: Any) -> None:
    """Let go of any handle."""
    function("kernel32", "CloseHandle", ctypes.c_int, HANDLE)(handle)


def free(memory: Any) -> None:
    """Give back memory that Windows gave with LocalAlloc."""
    function("kernel32", "LocalFree", ctypes.c_void_p, ctypes.c_void_p)(memory)


def power_status() -> PowerStatus:
    """What powers the laptop at this moment. Raises NoData."""
    get = function("kernel32", "GetSystemPowerStatus", ctypes.c_int, ctypes.POINTER(PowerStatus))
    status = PowerStatus()
    if not get(ctypes.byref(status)):
        raise native.failed("GetSystemPowerStatus", native.last_error())
    return status
