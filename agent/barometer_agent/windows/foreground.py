"""Lets a program that was started for a click come in front, as the click itself could.

Source: Microsoft, "AllowSetForegroundWindow function": who got the last input may pass on the right to take the
foreground; it ends with the next input.
"""

import ctypes

from barometer_agent.sampler import NoData
from barometer_agent.sources.windows.native import function


def allow(process: int) -> bool:
    """Whether the process of this number may come in front now."""
    try:
        return bool(function("user32", "AllowSetForegroundWindow", ctypes.c_int, ctypes.c_uint32)(process))
    except NoData:
        return False
