"""What Windows keeps for all programs of a person: SystemParametersInfo.

Source: Microsoft, "SystemParametersInfoW function": SPI_GETWORKAREA is the part of the main screen that the task bar
does not cover, in the pixels that the program sees; SPI_GETSCREENREADER whether a screen reader said that it runs;
SPI_GETHIGHCONTRAST the person's choice of high contrast.
"""

import ctypes

from barometer_agent.sampler import NoData
from barometer_agent.sources.screen import Area
from barometer_agent.sources.windows.native import function

_WORK_AREA, _HIGH_CONTRAST, _SCREEN_READER = 0x0030, 0x0042, 0x0046
_IS_ON = 1  # HCF_HIGHCONTRASTON


class Rectangle(ctypes.Structure):
    """RECT."""

    _fields_ = (
        ("left", ctypes.c_int32),
        ("top", ctypes.c_int32),
        ("right", ctypes.c_int32),
        ("bottom", ctypes.c_int32),
    )


class HighContrast(ctypes.Structure):
    """HIGHCONTRASTW."""

    _fields_ = (("size", ctypes.c_uint32), ("flags", ctypes.c_uint32), ("scheme", ctypes.c_void_p))


def work_area() -> Area | None:
    """None where Windows does not tell."""
    told = Rectangle()
    if not _asked(_WORK_AREA, 0, told):
        return None
    return Area(told.left, told.top, told.right - told.left, told.bottom - told.top)


def high_contrast() -> bool | None:
    """None where Windows does not tell."""
    told = HighContrast(ctypes.sizeof(HighContrast))
    return bool(told.flags & _IS_ON) if _asked(_HIGH_CONTRAST, told.size, told) else None


def screen_reader() -> bool | None:
    """None where Windows does not tell."""
    told = ctypes.c_int32()
    return bool(told.value) if _asked(_SCREEN_READER, 0, told) else None


def _asked(what: int, size: int, told: ctypes.Structure | ctypes.c_int32) -> bool:
    try:
        ask = function(
            "user32",
            "SystemParametersInfoW",
            ctypes.c_int,
            ctypes.c_uint32,
            ctypes.c_uint32,
            ctypes.c_void_p,
            ctypes.c_uint32,
        )
    except NoData:
        return False
    return bool(ask(what, size, ctypes.byref(told), 0))
