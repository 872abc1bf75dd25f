"""How long ago somebody touched keyboard or mouse, in the session of whoever asks: GetLastInputInfo.

Source: Microsoft, "GetLastInputInfo function". Both it and GetTickCount count milliseconds since the start in 32 bits,
which begin anew after 49.7 days; the moment of an input may lie a little after the tick that is read next.
"""

import ctypes

from barometer_agent.sampler import NoData
from barometer_agent.sources.windows.native import function

_WRAP = 1 << 32
_AHEAD_MS = 60_000  # an input that lies so little ahead was just now


class LastInputInfo(ctypes.Structure):
    """LASTINPUTINFO."""

    _fields_ = (("size", ctypes.c_uint32), ("tick", ctypes.c_uint32))


def idle_ms() -> int | None:
    """Milliseconds; None where Windows does not tell."""
    told = LastInputInfo(ctypes.sizeof(LastInputInfo))
    try:
        ask = function("user32", "GetLastInputInfo", ctypes.c_int, ctypes.POINTER(LastInputInfo))
        tick = function("kernel32", "GetTickCount", ctypes.c_uint32)
    except NoData:
        return None
    return between(told.tick, tick()) if ask(ctypes.byref(told)) else None


def between(input_tick: int, now_tick: int) -> int:
    """Milliseconds from the one tick to the other."""
    passed = (now_tick - input_tick) % _WRAP
    return 0 if passed >= _WRAP - _AHEAD_MS else passed
