"""Windows in the pixels of each screen: a program that does not say so is drawn small and then enlarged, blurred.

Sources: Microsoft, "SetProcessDpiAwarenessContext function" (Windows 10 1703 and newer: a context is a negative handle)
and, for those before, "SetProcessDPIAware function". To be called before the first window is made.
"""

import ctypes

from barometer_agent.sampler import NoData
from barometer_agent.sources.windows.native import HANDLE, function

_PER_MONITOR_V2 = -4
_PER_MONITOR = -3


def be_sharp() -> bool:
    """Whether Windows took it; where a manifest or an earlier call has said so it takes nothing more."""
    try:
        say = function("user32", "SetProcessDpiAwarenessContext", ctypes.c_int, HANDLE)
        if say(_PER_MONITOR_V2) or say(_PER_MONITOR):
            return True
    except NoData:
        pass
    try:
        return bool(function("user32", "SetProcessDPIAware", ctypes.c_int)())
    except NoData:
        return False
